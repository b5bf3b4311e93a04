/** Somebody with a database browser, who takes the guards of a case away first. The case must be closed. */
import Sqlite from 'better-sqlite3';

export function tamper(path: string, sql: string): void {
  const db = new Sqlite(path);
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all();
  for (const name of triggers) db.exec(`DROP TRIGGER ${String(name)}`);
  db.exec(sql);
  db.close();
}
