/**
 * SQLite as the case's tables use it: reads and writes that answer in the case's own errors. A write is one
 * transaction; whatever breaks in it leaves the case as it was.
 */
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';

export interface CaseDatabase {
  readonly path: string;
  readonly sqlite: Database;
  read<T>(work: () => T): T;
  /** Runs `work` in one transaction, joined to the outer one when there is one. */
  write<T>(work: () => T): T;
  /** Moves what is committed from the write-ahead log to the case, so that its file alone can be copied. */
  checkpoint(): void;
}

export function caseDatabase(sqlite: Database, path: string): CaseDatabase {
  const read = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw caseError(error, path);
    }
  };
  return {
    path,
    sqlite,
    read,
    write: <T>(work: () => T): T => read(() => sqlite.transaction(work).immediate()),
    checkpoint: () => {
      try {
        sqlite.pragma('wal_checkpoint(PASSIVE)');
      } catch {
        // On a full disk: nothing is lost, the log keeps it, and the next write says what is wrong.
      }
    },
  };
}

/** What SQLite or the file system says of the case file, as the case's error; other errors come back as they are. */
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
      `The disk that holds ${path} is full. What was finished is saved; free some space and run the analysis again.`,
    ],
  ],
  [
    /^SQLITE_IOERR_SHM/,
    (path) => [
      'case/disk-full',
      `There is no room beside ${path} for the file that SQLite needs to read it: the disk may be full. Free some space, or copy the case and any file of its name to another disk.`,
    ],
  ],
  [
    /^(SQLITE_READONLY|SQLITE_PERM|SQLITE_CANTOPEN|EACCES|EPERM|EROFS)/,
    (path) => [
      'case/read-only',
      `${path} or its folder can't be written to. Change the permissions, or copy the case to a folder of your own.`,
    ],
  ],
  [
    /^SQLITE_NOTADB/,
    (path) => [
      'case/not-a-case',
      `${path} is not an Exhibit case. Choose a file that Exhibit made (*.exhibit).`,
    ],
  ],
  [
    /^SQLITE_CORRUPT/,
    (path) => [
      'case/damaged',
      `${path} is damaged. Work on a backup copy of it; the evidence files themselves are not affected.`,
    ],
  ],
  [
    /^(SQLITE_IOERR|EIO)/,
    (path) => [
      'case/unreachable',
      `${path} can't be read or written any more. Check that its disk or network share is connected, then open the case again.`,
    ],
  ],
];
