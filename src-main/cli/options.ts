/** Option values as text, checked where they enter. */
import { EngineError } from '../shared/errors.ts';
import type { CliInput } from './command.ts';

type Values = CliInput['values'];

export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  if (value === '') throw new EngineError('cli/usage', `--${name} is empty`);
  return typeof value === 'string' ? value : undefined;
}

/** @throws EngineError cli/usage when it is missing */
export function required(values: Values, name: string, usage: string): string {
  const value = text(values, name);
  if (value === undefined) throw new EngineError('cli/usage', `--${name} is missing\n\n${usage}`);
  return value;
}

/** @throws EngineError cli/usage when it is not a whole number in [min, max] */
export function count(values: Values, name: string, range: { min: number; max: number; fallback: number }) {
  const value = number(values, name, range);
  if (Number.isInteger(value)) return value;
  throw new EngineError('cli/usage', `--${name} takes a whole number, not '${text(values, name)}'`);
}

/** @throws EngineError cli/usage when it is not a number in [min, max] */
export function number(values: Values, name: string, range: { min: number; max: number; fallback: number }) {
  const given = text(values, name);
  if (given === undefined) return range.fallback;
  const value = Number(given);
  if (!/^[\d.e+-]+$/i.test(given) || !(value >= range.min && value <= range.max)) {
    throw new EngineError(
      'cli/usage',
      `--${name} takes a number from ${range.min} to ${range.max}, not '${given}'`,
    );
  }
  return value;
}

/** @throws EngineError cli/usage when it is not one of the choices */
export function choice<T extends string>(
  values: Values,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const given = text(values, name);
  if (given === undefined) return fallback;
  const found = choices.find((each) => each === given);
  if (!found) throw new EngineError('cli/usage', `--${name} takes ${choices.join(', ')}, not '${given}'`);
  return found;
}
