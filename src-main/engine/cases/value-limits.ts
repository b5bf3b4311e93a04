/** How much one value of a case may hold, in bytes and once it is parsed. */
import type { Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';

/** The longest values that Exhibit writes are the corrections of one video and the card of a model: a few MB. */
const MAX_VALUE_BYTES = 2 ** 26;

/**
 * A value of 60 MB may hold 20 million empty objects, which take gigabytes of memory and minutes to parse, each time that
 * the value is read. The corrections of one video, with as many added faces as one may have, are a tenth
 * of it.
 */
const MAX_PARTS = 1_000_000;

/** Shorter ones can't hold as many: each part takes a byte at least. */
const MAX_UNREAD_BYTES = MAX_PARTS;

interface Values {
  sqlite: Database;
  file: string;
  table: string;
  columns: readonly string[];
}

/** @throws EngineError case/damaged */
export function requireSmallValues(sqlite: Database, file: string, table: string): void {
  const columns = (sqlite.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
  requireShortValues({ sqlite, file, table, columns });
  requireFewParts({ sqlite, file, table, columns });
}

/** Reads lengths alone: the values could fill the memory. */
function requireShortValues({ sqlite, file, table, columns }: Values): void {
  const lengths = columns.map((name) => `max(octet_length("${name}"))`).join(', ');
  const longest = sqlite.prepare<[], (number | null)[]>(`SELECT ${lengths} FROM "${table}"`).raw().get();
  const column = columns.find((_, index) => (longest?.[index] ?? 0) > MAX_VALUE_BYTES);
  if (column === undefined) return;
  throw new EngineError(
    'case/damaged',
    `${file} was changed with another program: ${column} in the table ${table} has a value of more than ${MAX_VALUE_BYTES / 2 ** 20} MB, which Exhibit never writes, so the case is not opened. Use a copy from before the change.`,
  );
}

function requireFewParts({ sqlite, file, table, columns }: Values): void {
  for (const column of columns) {
    const long = sqlite
      .prepare<[number], Buffer>(
        `SELECT CAST("${column}" AS BLOB) FROM "${table}"
         WHERE typeof("${column}") = 'text' AND octet_length("${column}") > ?`,
      )
      .pluck()
      .iterate(MAX_UNREAD_BYTES);
    for (const value of long) {
      if (partsOf(value) <= MAX_PARTS) continue;
      throw new EngineError(
        'case/damaged',
        `${file} was changed with another program: ${column} in the table ${table} has a value of more than ${MAX_PARTS.toLocaleString('en')} parts, which Exhibit never writes, so the case is not opened. Use a copy from before the change.`,
      );
    }
  }
}

const OBJECT = '{'.charCodeAt(0);
const LIST = '['.charCodeAt(0);
const COMMA = ','.charCodeAt(0);

/** Objects, lists and what they hold, as far as bytes tell: commas of a text are counted too. */
function partsOf(json: Buffer): number {
  let parts = 0;
  for (const byte of json) if (byte === OBJECT || byte === LIST || byte === COMMA) parts += 1;
  return parts;
}
