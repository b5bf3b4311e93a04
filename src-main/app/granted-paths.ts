/**
 * Where the page may have the engine write, and which folders and models it may take in: paths that the
 * examiner chose in the system's own dialog, and the sample folder. A page gone wrong can then overwrite
 * nothing, bring no model of a stranger's, and have no program run.
 */
import type { EngineCommand, Input } from '../shared/contract.ts';
import { EngineError } from '../shared/errors.ts';

export class GrantedPaths {
  readonly #paths = new Set<string>();

  grant<P extends string | null>(path: P): P {
    if (path !== null) this.#paths.add(path);
    return path;
  }

  /** @throws EngineError app/bad-message when the command names a path that nobody chose */
  check<C extends EngineCommand>(command: C, input: Input<C>): void {
    const path = chosenPath(command, input);
    if (path === null || this.#paths.has(path)) return;
    throw new EngineError('app/bad-message', `Choose the path first: ${path} was not chosen in a dialog.`);
  }
}

/** Commands whose path has to be chosen, with the name it has in their input. */
const chosen: { readonly [C in EngineCommand]?: 'path' | 'folder' } = {
  'decoder:name': 'path',
  'case:create': 'path',
  'case:sample': 'folder',
  'report:write': 'path',
  'log:write': 'path',
  'dataset:import': 'folder',
  'experiment:figures': 'folder',
  'model:import': 'path',
  'model:export': 'path',
};

function chosenPath(command: EngineCommand, input: Input<EngineCommand>): string | null {
  const name = chosen[command];
  return name === undefined ? null : (input as Record<typeof name, string | null>)[name];
}
