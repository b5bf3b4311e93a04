/**
 * Looks at the rollback journal that a crash left beside a case before SQLite plays it back. A stranger's journal can
 * make the case a terabyte long, or name a file that an older SQLite (3.40 does) deletes.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { EngineError } from '../../shared/errors.ts';

/** SQLite file format, section 3: a rollback journal, and the end of one that names a super-journal. */
const MAGIC = Buffer.from('d9d505f920a163d7', 'hex');
const HEADER_BYTES = 28;

/** What a transaction may add beyond the pages that the journal holds; SQLite allows a write-ahead log as much. */
const SLACK_BYTES = 65_536;

/** @param file of a case that this process does not have open @throws EngineError case/damaged, errors of the file system */
export function requireOwnJournal(file: string): void {
  const journal = `${file}-journal`;
  const stats = statSync(journal, { throwIfNoEntry: false });
  if (stats === undefined) return;
  // SQLite would wait for whoever writes to a pipe.
  if (!stats.isFile()) throw foreign(file, journal, 'is no file');
  const handle = openSync(journal, 'r');
  try {
    const { size } = fstatSync(handle);
    // SQLite looks at the end first. Exhibit changes no two databases at once, so no journal of its own names another one.
    if (beginsWithMagic(bytesAt(handle, size - MAGIC.length))) {
      throw foreign(file, journal, 'names a further file, which would be read and deleted');
    }
    const header = bytesAt(handle, 0);
    if (!beginsWithMagic(header)) return;
    const restoredBytes = header.readUInt32BE(16) * header.readUInt32BE(24);
    if (restoredBytes > statSync(file).size + size + SLACK_BYTES) {
      throw foreign(file, journal, `would make the case ${(restoredBytes / 1e9).toFixed(1)} GB long`);
    }
  } finally {
    closeSync(handle);
  }
}

const beginsWithMagic = (bytes: Buffer): boolean => bytes.subarray(0, MAGIC.length).equals(MAGIC);

function bytesAt(handle: number, position: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  readSync(handle, bytes, 0, HEADER_BYTES, Math.max(0, position));
  return bytes;
}

const foreign = (file: string, journal: string, does: string) =>
  new EngineError(
    'case/damaged',
    `${journal}, beside the case, was not left by a crash of Exhibit: it ${does}. So ${file} is not opened, and both are as they were. Use a backup copy, or ask who made the case for one without that file.`,
  );
