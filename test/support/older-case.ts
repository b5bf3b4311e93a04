/** A case as an earlier version of the schema left it: the same rows under the tables of that time. */
import { renameSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { migrations } from '../../src-main/engine/cases/migrations/index.ts';

/** Rewrites a closed case of today to an earlier version; what that version had no place for is left out. */
export function makeOlder(path: string, version: number): void {
  const db = new Sqlite(`${path}.older`);
  db.pragma('page_size = 16384');
  db.pragma(`application_id = ${0x45584842}`);
  db.pragma('foreign_keys = OFF');
  for (const step of migrations.slice(0, version)) step.apply(db);
  db.exec(`ATTACH '${path.replaceAll("'", "''")}' AS newer`);
  const tables = db
    .prepare<[], string>(
      `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
    )
    .pluck()
    .all();
  for (const table of tables) {
    const columns = (db.pragma(`main.table_info('${table}')`) as { name: string }[]).map(({ name }) => name);
    db.exec(`INSERT INTO main.${table} (${columns.join()}) SELECT ${columns.join()} FROM newer.${table}`);
  }
  db.exec('DETACH newer');
  db.pragma(`user_version = ${version}`);
  db.close();
  renameSync(`${path}.older`, path);
}
