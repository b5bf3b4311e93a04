/**
 * Finds rows that break a `CHECK` constraint of their own table, a rule for its rows. SQLite does not read those of a
 * database that it opens read-only (`sqlite3AddCheckConstraint`), so its own check of the pages calls such rows sound there.
 */
import type { Database } from 'better-sqlite3';

/** @returns whether a row of the table breaks one of its rules, or has a value that a rule cannot be asked of */
export function breaksConstraints(sqlite: Database, table: string): boolean {
  const sql = sqlite
    .prepare<[string], string>(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`)
    .pluck()
    .get(table);
  const rules = constraintsOf(sql ?? '');
  if (rules.length === 0) return false;
  // As for SQLite, a rule whose answer is unknown is kept. An index could lie.
  const broken = rules.map((rule) => `NOT (${rule})`).join(' OR ');
  const statement = sqlite.prepare(`SELECT 1 FROM "${table}" NOT INDEXED WHERE ${broken} LIMIT 1`);
  return askedOfRows(() => statement.get() === undefined) !== true;
}

/**
 * @param ask asks rules of rows
 * @returns its answer; null where a row has a value of which a rule cannot be asked, as of a text that is no JSON how long
 *   its list is
 */
export function askedOfRows<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR') return null;
    throw error;
  }
}

/** The expressions of the `CHECK`s in a `CREATE TABLE`, which has no comments. */
export function constraintsOf(sql: string): string[] {
  return [...sql.matchAll(/\bCHECK\s*\(/g)].map(({ index, 0: start }) => {
    const from = index + start.length;
    let depth = 1;
    let end = from;
    // Parentheses in a text do not count. A quotation mark in it stands twice, which ends and begins it again.
    for (let inText = false; depth > 0 && end < sql.length; end += 1) {
      if (sql[end] === "'") inText = !inText;
      else if (!inText && sql[end] === '(') depth += 1;
      else if (!inText && sql[end] === ')') depth -= 1;
    }
    return sql.slice(from, end - 1);
  });
}
