/**
 * Which paths the page may have the engine open, take in or write: those that the examiner chose in the system's own
 * dialog for that very purpose or dropped on the window, and the sample folder. A choice is used up by the command that
 * it was made for; only a case may be opened again. A page gone wrong can then overwrite nothing, open no case that nobody chose, bring no model
 * of a stranger's, and have no program run.
 */
import type { EngineCommand, Input } from '../shared/contract.ts';
import { EngineError } from '../shared/errors.ts';

/** Commands whose path has to be chosen, with the name it has in their input. */
const chosen = {
  'decoder:name': 'path',
  'case:create': 'path',
  'case:open': 'path',
  'case:sample': 'folder',
  'evidence:add': 'paths',
  'evidence:find-moved': 'folder',
  'evidence:measure-rates': 'path',
  'report:write': 'path',
  'template:keep': 'folder',
  'capsule:write': 'path',
  'log:write': 'path',
  'stamp:request': 'path',
  'stamp:store': 'paths',
  'chart:write': 'path',
  'dataset:import': 'folder',
  'experiment:figures': 'folder',
  'model:import': 'path',
  'model:export': 'path',
} as const satisfies { readonly [C in EngineCommand]?: 'path' | 'folder' | 'paths' };

/** In place of a path: what Exhibit chooses itself. No path of the page is empty. */
export const OWN_CHOICE = '';

export type PathCommand = keyof typeof chosen;

/** Of these the page may ask that the result is shown. */
const writing: readonly PathCommand[] = [
  ...([
    'report:write',
    'log:write',
    'stamp:request',
    'chart:write',
    'capsule:write',
    'model:export',
    'experiment:figures',
  ] as const),
];

export class GrantedPaths {
  readonly #granted = new Map<PathCommand, Set<string>>();
  readonly #written = new Set<string>();

  /** @returns the path */
  grant<P extends string | null>(command: PathCommand, path: P): P {
    if (path !== null) this.#of(command).add(path);
    return path;
  }

  /** Uses the grant up. @throws EngineError app/bad-message when the command names a path that nobody chose for it */
  check<C extends EngineCommand>(command: C, input: Input<C>): void {
    if (!needsChoice(command)) return;
    const named = (input as Partial<Record<string, string | string[] | null>>)[chosen[command]];
    const paths = [named ?? OWN_CHOICE].flat();
    const granted = this.#of(command);
    const other = paths.find((path) => !granted.has(path));
    if (other !== undefined) {
      throw new EngineError('app/bad-message', `Choose the path first: ${other} was not chosen for this.`);
    }
    for (const path of paths) {
      if (command !== 'case:open') granted.delete(path);
      if (writing.includes(command)) this.#written.add(path);
    }
  }

  /** @throws EngineError app/bad-message for a path that no such command was given */
  requireWritten(path: string): void {
    if (!this.#written.has(path))
      throw new EngineError('app/bad-message', `${path} was not written by this window.`);
  }

  #of(command: PathCommand): Set<string> {
    const granted = this.#granted.get(command) ?? new Set();
    this.#granted.set(command, granted);
    return granted;
  }
}

const needsChoice = (command: EngineCommand): command is EngineCommand & PathCommand => command in chosen;
