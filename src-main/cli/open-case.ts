/** Opens the case of a command, and says in whose name the command works there. */
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../shared/errors.ts';
import { quoted } from '../shared/foreign-text.ts';
import { note } from './output.ts';

/** To store something in it. */
export async function openForWork(engine: Engine, path: string): Promise<void> {
  await engine.cases.open(path);
  noteWhoIsAtWork(engine);
}

/** A case on a write-blocked disk can still be given out; only its audit log cannot say so. */
export async function openOrView(engine: Engine, path: string): Promise<void> {
  try {
    await openForWork(engine, path);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'case/read-only') throw error;
    await engine.cases.view(path);
    note('The case can only be read: its audit log does not name what is written.');
  }
}

/** Whoever was named last stays at work until another is: a colleague, or a stranger who handed the case over. */
export function noteWhoIsAtWork({ notebook }: Engine): void {
  const examiner = notebook.examiner();
  if (examiner === null) return;
  note(
    `This case names ${quoted(examiner)} as the examiner at work: the audit log stores what is done now under that name. If you are somebody else, stop, open the case in the window and say who you are (Case details).`,
  );
}
