/**
 * Whether the name of an open case still leads to the file that is open. An open file can be written after it was moved,
 * deleted or replaced, and whoever opens the case by its name then finds nothing of it.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isOnNetworkDisk } from './network-disk.ts';

export type CasePlace = 'there' | 'gone' | 'replaced';

/**
 * To be called as soon as the file is open.
 * @returns what its name leads to now. On a network disk, another file is not told from it: there, the numbers of files
 *   may change by themselves
 */
export function casePlace(file: string): () => CasePlace {
  const number = isOnNetworkDisk(dirname(file)) ? null : numberOf(file);
  return () => {
    const now = numberOf(file);
    if (now === null) return 'gone';
    return number === null || now === number ? 'there' : 'replaced';
  };
}

/** The device and the number of the file on it; null if there is no such file. */
function numberOf(file: string): string | null {
  try {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
  } catch {
    return null;
  }
}
