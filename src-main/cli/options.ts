/** Options of the command line. Each value is checked where it enters; its range is written once, also for the help. */
import { Option } from 'commander';
import { EngineError } from '../shared/errors.ts';
import type { Range } from '../shared/ranges.ts';

export const wrongUsage = (message: string): EngineError => new EngineError('cli/usage', message);

/** @param parse gets the text and the option's name; it throws cli/usage for a wrong value */
export function option<T>(
  flags: string,
  description: string,
  parse: (given: string, name: string) => T,
  fallback?: T,
  shownFallback?: string,
): Option {
  const made = new Option(flags, description);
  made.argParser((given: string) => {
    if (given === '') throw wrongUsage(`${made.long} is empty`);
    return parse(given, made.long!);
  });
  return fallback === undefined ? made : made.default(fallback, shownFallback);
}

export const textOption = (flags: string, description: string, fallback?: string): Option =>
  option(flags, description, (given) => given, fallback, fallback);

export const numberOption = (flags: string, description: string, range: Range, fallback?: number): Option =>
  option(
    flags,
    `${description} (${range.min} to ${range.max})`,
    (given, name) => numberIn(range, given, name),
    fallback,
  );

export function choiceOption<T extends string>(
  flags: string,
  description: string,
  choices: readonly T[],
  fallback?: T,
): Option {
  const known = choices.join(', ');
  const parse = (given: string, name: string): T => {
    const found = choices.find((each) => each === given);
    if (found === undefined) throw wrongUsage(`${name} takes ${known}, not '${given}'`);
    return found;
  };
  return option(flags, `${description}: ${known}`, parse, fallback, fallback);
}

export const mandatory = (made: Option): Option => made.makeOptionMandatory();

export const overwriteOption = (): Option => new Option('--overwrite', 'replace the file if it exists');

/** For an argument. */
export function notEmpty(given: string): string {
  if (given === '') throw wrongUsage('a name is empty');
  return given;
}

export const allNotEmpty = (given: string, before: readonly string[] = []): string[] => [
  ...before,
  notEmpty(given),
];

/** @throws EngineError cli/usage when it is not a number in the range */
export function numberIn({ min, max, whole }: Range, given: string, name: string): number {
  const value = Number(given);
  if (!/^[\d.e+-]+$/i.test(given) || !(value >= min && value <= max)) {
    throw wrongUsage(`${name} takes a number from ${min} to ${max}, not '${given}'`);
  }
  if (whole && !Number.isInteger(value)) throw wrongUsage(`${name} takes a whole number, not '${given}'`);
  return value;
}
