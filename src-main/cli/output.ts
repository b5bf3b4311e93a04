/** Lines for people and scripts: results go to stdout, notes on the way to stderr. */
import { printable } from './printable.ts';

export const print = (lines: readonly string[]): void =>
  void process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));

export const note = (line: string): void => void process.stderr.write(`${printable(line)}\n`);
