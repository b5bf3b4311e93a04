/** The first steps of opening a case, up to where its rows may be read. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { caseDatabase, caseError, type CaseDatabase } from './case-database.ts';
import { identityAt, type FileIdentity } from '../support/file-identity.ts';
import { requireHeader } from './header.ts';
import { requireOwnJournal } from './hot-journal.ts';
import { openLocked } from './lock.ts';
import { applicationId, requireCase, requireSoundPages } from './require-case.ts';

/**
 * Opens a case as `openCase` or `viewCase` would, checks it and closes it.
 * @throws as `openCase`, but for what only an older version of the schema needs
 */
export function tryCase(path: string, forWork: boolean): void {
  const file = resolve(path);
  requireFile(file);
  if (forWork) requireWritable(file);
  opening(file, forWork ? openLocked : openReadOnly, (sqlite) => {
    requireSound(sqlite, file);
    sqlite.close();
  });
}

export const openReadOnly = (file: string): Database =>
  new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 500 });

/** @param inspected see `openCase` @throws as `requireCase` and `requireSoundPages` */
export function requireSound(sqlite: Database, file: string, inspected?: FileIdentity): void {
  requireCase(sqlite, file);
  if (inspected === undefined || identityAt(file) !== inspected) requireSoundPages(sqlite, file);
}

/** Opens a file that begins like a case; what fails is an error of the case, and closes it. */
export function opening<T>(
  file: string,
  open: (file: string) => Database,
  prepare: (sqlite: Database, database: CaseDatabase) => T,
): T {
  try {
    requireHeader(file, applicationId);
    requireOwnJournal(file);
    const sqlite = open(file);
    try {
      return prepare(sqlite, caseDatabase(sqlite, file));
    } catch (error) {
      sqlite.close();
      throw error;
    }
  } catch (error) {
    throw caseError(error, file);
  }
}

// The next two functions check the file without opening it. On POSIX systems, closing any handle of a file releases all
// locks that the process has on it, and this process may have the case open.

export function requireFile(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) throw new EngineError('case/not-found', `There is no case at ${file}. Check the path.`);
  if (!stats.isFile())
    throw new EngineError('case/not-a-case', `${file} is not a file. Choose a file that Exhibit made.`);
}

/** SQLite would open a read-only file and fail only at the first change. */
export function requireWritable(file: string): void {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw caseError(error, file);
  }
}
