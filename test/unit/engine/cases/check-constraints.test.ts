import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrations } from '../../../../src-main/engine/cases/migrations/index.ts';
import { constraintsOf } from '../../../../src-main/engine/cases/check-constraints.ts';

it('reads the rules of a table, with parentheses in them and in their texts', () => {
  const sql = `CREATE TABLE a (b TEXT NOT NULL CHECK (b IN ('x', 'it''s (')), c REAL CHECK(c > (1 + 2)), CHECK ((b = ')') = (c IS NULL))) STRICT`;
  expect(constraintsOf(sql)).toEqual([`b IN ('x', 'it''s (')`, 'c > (1 + 2)', `(b = ')') = (c IS NULL)`]);
  expect(constraintsOf('CREATE TABLE a (b TEXT)')).toEqual([]);
});

it('reads every rule of a case, each as SQLite can ask it', () => {
  const db = new Sqlite(':memory:');
  for (const step of migrations) step.apply(db);
  const tables = db
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'table'`)
    .all();
  const rules = tables.flatMap(({ name, sql }) => constraintsOf(sql).map((rule) => [name, rule] as const));
  expect(rules).toHaveLength(tables.reduce((count, { sql }) => count + sql.split('CHECK').length - 1, 0));
  expect(rules.length).toBeGreaterThan(30);
  for (const [table, rule] of rules) {
    expect(db.prepare(`SELECT 1 FROM "${table}" WHERE NOT (${rule})`).all()).toEqual([]);
  }
});
