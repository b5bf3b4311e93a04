/** Tells whether a file is still the one that was looked at, without opening it. */
import { statSync } from 'node:fs';

/** Device, number, size and times in one text, so that it can go from one process to another. */
export type FileState = string;

export function stateOf(path: string): FileState {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}
