/** The arguments byte for byte: Node replaces bytes that are not UTF-8, and then the named file is not found. */
import { readFileSync } from 'node:fs';
import { pathFromBytes } from '../shared/path-text.ts';

/** @param argv without the program and its script */
export function rawArguments(argv: readonly string[]): readonly string[] {
  if (process.platform !== 'linux' || !argv.some((word) => word.includes('\ufffd'))) return argv;
  const line = readFileSync('/proc/self/cmdline');
  const words: Buffer[] = [];
  for (let from = 0; from < line.length;) {
    const end = line.indexOf(0, from);
    words.push(line.subarray(from, end === -1 ? line.length : end));
    from = end === -1 ? line.length : end + 1;
  }
  return words.slice(-argv.length).map(pathFromBytes);
}
