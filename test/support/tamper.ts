/** Somebody with a database browser, who takes the guards of a case away first and puts them back. The case must be closed. */
import Sqlite, { type Database } from 'better-sqlite3';

/** Leaves the schema as it was, so only what the audit log vouches for can tell. */
export function tamper(path: string, sql: string): void {
  withDatabase(path, (db) => {
    const guards = db
      .prepare<[], { name: string; sql: string }>(
        `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`,
      )
      .all();
    db.pragma('foreign_keys = OFF');
    db.transaction(() => {
      for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`);
      db.exec(sql);
      for (const guard of guards) db.exec(guard.sql);
    })();
  });
}

/** Leaves whatever the statements leave, guards included. */
export function alterSchema(path: string, sql: string): void {
  withDatabase(path, (db) => {
    db.pragma('foreign_keys = OFF');
    // Without it, SQLite refuses to edit its own table of objects.
    db.unsafeMode(true);
    db.exec(sql);
  });
}

function withDatabase(path: string, work: (db: Database) => void): void {
  const db = new Sqlite(path);
  try {
    work(db);
  } finally {
    db.close();
  }
}
