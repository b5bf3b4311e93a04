/**
 * Opens a case for one process alone. The lock is SQLite's own exclusive file lock, kept until the connection
 * closes (`locking_mode = EXCLUSIVE`); the operating system drops it when the process dies.
 */
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { isBusy } from './case-database.ts';

/** Half a second in total: enough for an Exhibit that is closing; an Exhibit that stays open is reported soon. */
const attempts = 10;
const pauseMs = 50;

/** @throws SQLITE_BUSY if another connection has the file */
export function openLocked(file: string): Database {
  for (let attempt = 1; ; attempt += 1) {
    const sqlite = new Sqlite(file, { fileMustExist: true, timeout: 0 });
    try {
      sqlite.pragma('locking_mode = EXCLUSIVE');
      sqlite.exec('BEGIN EXCLUSIVE; COMMIT');
      return sqlite;
    } catch (error) {
      // Close before the next try: a shared lock here would block the lock of the other process.
      sqlite.close();
      if (!isBusy(error) || attempt === attempts) throw error;
      pause(pauseMs * (0.5 + Math.random()));
    }
  }
}

/** The pause has a random length, so two processes do not keep trying at the same moments. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
