/** Checks that an open SQLite file is a case that can be trusted to be read, before anything in it is read. */
import type { Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { notACase } from './case-database.ts';
import { requireFewRows, requireShortLists } from './case-limits.ts';
import { requireOwnSchema } from './case-schema.ts';
import { askedOfRows, breaksConstraints } from './check-constraints.ts';
import { requireSmallFindings } from './finding-limits.ts';
import { needsMigration, versionOf } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { requireSmallValues } from './value-limits.ts';

/** "EXHB", at byte 68 of the file: the program `file` and Exhibit recognise a case by it. */
export const applicationId = 0x45584842;

/**
 * Small tables, whose indexes decide which rows are shown: an index that lies could hide the newest finding. The
 * others are read through the same indexes by the digests of the findings, so a lie there is noticed by `verify`.
 */
const comparedWithIndexes = ['evidence', 'verdicts', 'models', 'jobs', 'job_evidence', 'records'];

/** @throws case/not-a-case, case/newer-than-app, case/damaged, case/foreign-schema, case/too-large */
export function requireCase(sqlite: Database, file: string): void {
  // better-sqlite3 sets SQLITE_DBCONFIG_DEFENSIVE itself.
  sqlite.pragma('trusted_schema = OFF');
  sqlite.pragma('cell_size_check = ON');
  if (sqlite.pragma('application_id', { simple: true }) !== applicationId) {
    throw new EngineError(...notACase(file));
  }
  needsMigration(sqlite, migrations);
  const version = versionOf(sqlite);
  if (version <= 0) {
    throw new EngineError(
      'case/damaged',
      `${file} has the version ${version}, which no Exhibit writes: its creation was interrupted, or it was changed with another program. Use a backup copy of it.`,
    );
  }
  requireOwnSchema(sqlite, file, version);
  requireOwnNumbers(sqlite, file);
  requireFewRows(sqlite, file);
}

/**
 * SQLite counts from 1, and so does whatever compares the rows with the audit log: a row with a lower number, planted
 * with another program, would count where rows are read, and be seen by no check. Above 2^53, JavaScript takes several
 * numbers for one, and rows that a digest tells apart would be read as one another's.
 * @throws case/damaged
 */
function requireOwnNumbers(sqlite: Database, file: string): void {
  const tables = sqlite.pragma('table_list') as { schema: string; name: string; type: string; wr: 0 | 1 }[];
  for (const { name } of tables.filter(
    ({ schema, type, wr }) => schema === 'main' && type === 'table' && wr === 0,
  )) {
    if (name.startsWith('sqlite_')) continue;
    const odd = sqlite
      .prepare<[], string | null>(
        `SELECT CAST(coalesce(
           (SELECT min(rowid) FROM "${name}" WHERE rowid < 1),
           (SELECT max(rowid) FROM "${name}" WHERE rowid > ${Number.MAX_SAFE_INTEGER})) AS TEXT)`,
      )
      .pluck()
      .get();
    if (typeof odd !== 'string') continue;
    throw new EngineError(
      'case/damaged',
      `${file} was changed with another program: row ${odd} of the table ${name} has a number that Exhibit never gives. What it shows could be falsified, so it is not opened. Use a copy from before the change.`,
    );
  }
}

/**
 * They are most of the file, and not read at every opening: their rows are reached one at a time by their key, `verify`
 * checks their hashes, and `loose-rows.ts` walks through them in a way that ends.
 */
const pictures = ['crops', 'thumbnails'];

/**
 * Reads every page but those of pictures, and also these where the case will be copied and migrated: pages that lead to
 * each other without end are found here, so that whatever reads the case later comes to an end.
 * @throws case/damaged, case/too-large
 */
export function requireSoundPages(sqlite: Database, file: string): void {
  const tables = sqlite
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all();
  const unread = needsMigration(sqlite, migrations) ? [] : pictures;
  for (const table of tables.filter((name) => !unread.includes(name))) {
    const check = comparedWithIndexes.includes(table) ? 'integrity_check' : 'quick_check';
    const answer = askedOfRows(() => sqlite.pragma(`${check}('${table}')`, { simple: true }) as string);
    if (answer !== 'ok') throw unsound(file, answer ?? `${UNKEPT} ${table}`);
    if (sqlite.readonly && breaksConstraints(sqlite, table)) throw unsound(file, `${UNKEPT} ${table}`);
    requireSmallValues(sqlite, file, table);
  }
  // What an older one holds is measured once it is migrated.
  if (needsMigration(sqlite, migrations)) return;
  requireShortLists(sqlite, file);
  requireSmallFindings(sqlite, file);
}

/** SQLite's own words. */
const UNKEPT = 'CHECK constraint failed in';

const unsound = (file: string, why: string) =>
  new EngineError(
    'case/damaged',
    `${file} is damaged (${why}). Use a backup copy of it. The evidence files are not affected.`,
  );
