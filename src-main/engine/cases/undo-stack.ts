/** Which change is undone or redone next, as the records themselves tell it: so it is known after a restart too. */

export interface Step {
  id: number;
  cause: 'change' | 'undo' | 'redo';
  target: number | null;
}

interface Next {
  undo: number | null;
  redo: number | null;
}

/** @param steps of one author, oldest first. A new change ends what could be redone, as in every editor */
export function nextSteps(steps: Iterable<Step>): Next {
  const done: number[] = [];
  let undone: number[] = [];
  for (const { id, cause, target } of steps) {
    if (cause === 'change') {
      done.push(id);
      undone = [];
    } else if (cause === 'undo') {
      done.pop();
      undone.push(target!);
    } else {
      undone.pop();
      done.push(target!);
    }
  }
  return { undo: done.at(-1) ?? null, redo: undone.at(-1) ?? null };
}
