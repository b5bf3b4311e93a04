/**
 * Checks a file's first bytes before SQLite opens it. SQLite would complete the journal of another program's database,
 * and turn an empty file into a database.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { notACase } from './case-database.ts';

/** SQLite file format, section 1.3: the magic is at byte 0, the application's number at byte 68, big-endian. */
const headerBytes = 100;
const magic = 'SQLite format 3\0';

/**
 * Cases that this process has open. On POSIX systems, closing any handle of a file releases all locks that the process
 * has on it, so these files are not opened again. They were checked when they were opened.
 */
const held = new Map<Database, string>();

export function holdOpen(sqlite: Database): void {
  held.set(sqlite, identityOf(sqlite.name));
}

/** @throws case/not-a-case, and errors of the file system */
export function requireHeader(file: string, applicationId: number): void {
  const identity = identityOf(file);
  for (const [sqlite, heldIdentity] of held) {
    if (!sqlite.open) held.delete(sqlite);
    else if (heldIdentity === identity) return;
  }
  const header = Buffer.alloc(headerBytes);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, headerBytes, 0);
  } finally {
    closeSync(handle);
  }
  if (header.toString('latin1', 0, magic.length) === magic && header.readUInt32BE(68) === applicationId)
    return;
  throw new EngineError(...notACase(file));
}

function identityOf(file: string): string {
  const { dev, ino } = statSync(file, { bigint: true });
  return `${dev}:${ino}`;
}
