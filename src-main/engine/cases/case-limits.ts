/**
 * How much a case may hold. Lists and checks read these tables whole, so a stranger's file with rows by the million would
 * take all time and memory. Exhibit adds no row beyond; the amount of text is checked at opening alone.
 */
import type { Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { countOf } from '../../shared/wording.ts';
import { laterActions } from './logged-subjects.ts';

interface Limit {
  rows: number;
  /** What a row is, in the singular and the plural. */
  words: [string, string];
}

/** By table. Their rows are numbered from 1 without gaps, so the highest number is their count. */
const rowLimits = {
  evidence: { rows: 200_000, words: ['file', 'files'] },
  verdicts: { rows: 1_000_000, words: ['finding', 'findings'] },
  models: { rows: 10_000, words: ['model', 'models'] },
  jobs: { rows: 200_000, words: ['batch of analyses', 'batches of analyses'] },
  records: { rows: 500_000, words: ['record of the notebook', 'records of the notebook'] },
  audit_log: { rows: 2_000_000, words: ['entry of the audit log', 'entries of the audit log'] },
} satisfies Record<string, Limit>;

type LimitedTable = keyof typeof rowLimits;

/** Of what is held in memory at once: all paths, all present records, all cards, the newest of all measurements. */
export const MAX_LISTED_BYTES = 2 ** 28;

/** Checks read the log entry by entry, and keep of each what the next ones must agree with. 2,000,000 usual entries take 400 MB. */
const MAX_LOGGED_BYTES = 2 ** 30;

/** Bytes of the text of the log. */
export const loggedBytesSql = 'SELECT sum(octet_length(detail)) FROM audit_log';

const measurements = laterActions.map((action) => `'${action}'`).join();

/** Each gives the bytes of text that a list takes from the table. `most` is `MAX_LISTED_BYTES` unless it is given. */
const listedBytes: readonly { of: string; sql: string; most?: number }[] = [
  {
    of: 'its list of files',
    sql: `SELECT sum(octet_length(path) + octet_length(name) + coalesce(octet_length(error_message), 0)
            + coalesce(octet_length(removed), 0)) FROM evidence`,
  },
  { of: 'the cards of its models', sql: 'SELECT sum(octet_length(card)) FROM models' },
  {
    of: 'its notebook',
    sql: `SELECT sum(octet_length(content)) FROM records
          WHERE id IN (SELECT max(id) FROM records GROUP BY subject)`,
  },
  {
    of: 'the measurements in its audit log',
    sql: `${loggedBytesSql} WHERE action IN (${measurements})`,
  },
  { of: 'its audit log', sql: loggedBytesSql, most: MAX_LOGGED_BYTES },
];

/** Reads the last row of each table alone. @throws EngineError case/too-large */
export function requireFewRows(sqlite: Database, file: string): void {
  for (const table of Object.keys(rowLimits) as LimitedTable[]) {
    const isThere = sqlite
      .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`)
      .get(table);
    // An older version lacks some.
    if (!isThere) continue;
    const highest = sqlite.prepare<[], number | null>(`SELECT max(rowid) FROM ${table}`).pluck().get() ?? 0;
    if (highest > rowLimits[table].rows) throw tooLarge(file, `more than ${mostOf(table)}`);
  }
}

/** Of a case of the newest version. @throws EngineError case/too-large */
export function requireShortLists(sqlite: Database, file: string): void {
  for (const { of, sql, most = MAX_LISTED_BYTES } of listedBytes) {
    const bytes = sqlite.prepare<[], number | null>(sql).pluck().get() ?? 0;
    if (bytes > most) throw tooLarge(file, `more than ${countOf(most / 2 ** 20, 'MB', 'MB')} in ${of}`);
  }
}

/**
 * To be asked inside the transaction that adds a row, which it takes back.
 * @param row the number that the new row has
 * @throws EngineError case/too-large
 */
export function requireRoom(table: LimitedTable, row: number | bigint, file: string): void {
  if (row <= rowLimits[table].rows) return;
  throw new EngineError(
    'case/too-large',
    `${file} has ${mostOf(table)}, which is the most that one case holds. Start a new case for what comes next.`,
  );
}

function mostOf(table: LimitedTable): string {
  const { rows, words }: Limit = rowLimits[table];
  return countOf(rows, ...words);
}

export const tooLarge = (file: string, what: string) =>
  new EngineError(
    'case/too-large',
    `${file} has ${what}. Exhibit makes no such case, and reading it would take all time and memory, so it is not opened. Ask for the original, or use a backup copy.`,
  );
