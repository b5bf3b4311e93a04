/**
 * Where the page may have the engine write: paths that the examiner chose in the system's own dialog, and
 * the sample folder. A page gone wrong can then overwrite nothing.
 */
import type { EngineCommand, Input } from '../shared/contract.ts';
import { EngineError } from '../shared/errors.ts';

export class GrantedPaths {
  readonly #paths = new Set<string>();

  grant<P extends string | null>(path: P): P {
    if (path !== null) this.#paths.add(path);
    return path;
  }

  /** @throws EngineError app/bad-message when the command would write where nobody chose */
  check<C extends EngineCommand>(command: C, input: Input<C>): void {
    const path = writtenPath(command, input);
    if (path === null || this.#paths.has(path)) return;
    throw new EngineError(
      'app/bad-message',
      `Choose where to write first: ${path} was not chosen in a dialog.`,
    );
  }
}

function writtenPath(command: EngineCommand, input: Input<EngineCommand>): string | null {
  if (command === 'case:create' || command === 'report:write') return (input as { path: string }).path;
  if (command === 'case:sample') return (input as { folder: string }).folder;
  return null;
}
