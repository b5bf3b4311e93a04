/** Whether what the page asks has the contract's form; used in both processes that answer it. */
import { commands, type Command, type Input } from '../shared/contract.ts';
import { EngineError } from '../shared/errors.ts';

/** @throws EngineError app/bad-message when the input is not what the contract says */
export function parseInput<C extends Command>(command: C, input: unknown): Input<C> {
  const parsed = commands[command].input.safeParse(input);
  if (parsed.success) return parsed.data as Input<C>;
  const places = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  throw new EngineError('app/bad-message', `Invalid input for ${command}: ${places.join('; ')}`);
}
