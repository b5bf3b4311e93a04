/**
 * Reads and writes the tables of a case in SQLite, with errors of the case. A write is one transaction: if anything in
 * it fails, the case stays unchanged.
 */
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { casePlace, type CasePlace } from './case-place.ts';

export interface CaseDatabase {
  readonly path: string;
  readonly sqlite: Database;
  read<T>(work: () => T): T;
  /** Runs `work` in one transaction. Inside another transaction, it joins that one. */
  write<T>(work: () => T): T;
  /** False once the file was moved, deleted or replaced: it can still be written as long as it is open, and all would be lost. */
  isInPlace(): boolean;
  /** Moves committed data from the write-ahead log to the case, so the file can be copied alone. */
  checkpoint(): void;
  /**
   * The same for a case that is no longer in its place, before it is closed: SQLite would leave its log behind. The file,
   * wherever it is now, would lack what the log has, and a file with its old name would be mixed with it.
   */
  emptyLog(): void;
}

export function caseDatabase(sqlite: Database, path: string): CaseDatabase {
  const read = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw caseError(error, path);
    }
  };
  const place: () => CasePlace = sqlite.memory ? () => 'there' : casePlace(sqlite.name);
  const checkpoint = (mode: 'PASSIVE' | 'TRUNCATE') => {
    try {
      sqlite.pragma(`wal_checkpoint(${mode})`);
    } catch {
      // On a full disk nothing is lost: the log keeps the data, and the next write reports the error.
    }
  };
  return {
    path,
    sqlite,
    read,
    isInPlace: () => place() === 'there',
    write: <T>(work: () => T): T =>
      read(() => {
        const now = place();
        if (now !== 'there') throw missing[now](path);
        return sqlite.transaction(work).immediate();
      }),
    checkpoint: () => checkpoint('PASSIVE'),
    emptyLog: () => checkpoint('TRUNCATE'),
  };
}

const missing = {
  gone: (path: string) =>
    new EngineError(
      'case/unreachable',
      `${path} is no longer in its place: it was moved or deleted while it was open. Nothing more is stored. Bring it back, or connect its disk, then open the case again.`,
    ),
  replaced: (path: string) =>
    new EngineError(
      'case/unreachable',
      `${path} is another file now: the case was replaced under its name while it was open, for example by a backup or a program that syncs folders. Nothing more is stored, neither in it nor in the other file. Close the case. If its file was moved, open it where it is now; else open the other file, and do again what it lacks.`,
    ),
};

/** Turns errors of SQLite or the file system about the case file into case errors; other errors stay unchanged. */
export function caseError(error: unknown, path: string): unknown {
  const describe = describeBy(codeOf(error));
  if (describe === undefined || error instanceof EngineError) return error;
  const [code, message] = describe(path);
  return new EngineError(code, message, { cause: error });
}

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

const codeOf = (error: unknown): string =>
  error instanceof Sqlite.SqliteError || (error instanceof Error && 'code' in error)
    ? String(error.code)
    : '';

type Description = (path: string) => [EngineError['code'], string];

export const notACase: Description = (path) => [
  'case/not-a-case',
  `${path} is not an Exhibit case. Choose a file that Exhibit made (*.exhibit).`,
];

function describeBy(code: string): Description | undefined {
  return descriptions.find(([pattern]) => pattern.test(code))?.[1];
}

const descriptions: readonly [RegExp, Description][] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    (path) => [
      'case/locked',
      `Another Exhibit has ${path} open. Close the case there, in the window or on the command line, and try again.`,
    ],
  ],
  [
    /^(SQLITE_FULL|ENOSPC|EDQUOT)$/,
    (path) => [
      'case/disk-full',
      `The disk with ${path} is full. Finished work is saved. Free some space and run the analysis again.`,
    ],
  ],
  [
    /^SQLITE_IOERR_SHM/,
    (path) => [
      'case/disk-full',
      `SQLite needs a temporary file beside ${path}, but cannot create it: the disk may be full. Free some space, or copy the case and all files with its name to another disk.`,
    ],
  ],
  [
    /^SQLITE_READONLY_(ROLLBACK|RECOVERY|CANTINIT|CANTLOCK)/,
    (path) => [
      'case/read-only',
      `A crash left work on ${path} unfinished in the file beside it (-journal or -wal). Keep both files together, and open the case once for work, from a folder where you may write, as the window and "exhibit report" do. That completes it.`,
    ],
  ],
  [
    /^(SQLITE_READONLY|SQLITE_PERM|SQLITE_CANTOPEN|EACCES|EPERM|EROFS)/,
    (path) => [
      'case/read-only',
      `You may not write to ${path} or its folder. Change the permissions, or copy the case to a folder where you may write.`,
    ],
  ],
  [/^SQLITE_NOTADB/, notACase],
  [
    /^SQLITE_CORRUPT/,
    (path) => [
      'case/damaged',
      `${path} is damaged. Use a backup copy of it. The evidence files are not affected.`,
    ],
  ],
  [
    /^(SQLITE_IOERR|EIO)/,
    (path) => [
      'case/unreachable',
      `${path} can no longer be read or written. Check that its disk or network share is connected, then open the case again.`,
    ],
  ],
];
