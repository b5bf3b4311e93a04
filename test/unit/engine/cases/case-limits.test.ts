import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { requireShortLists } from '../../../../src-main/engine/cases/case-limits.ts';

/** Its entries of the log say of themselves how many bytes they have. */
function logOf(bytes: number[]) {
  const sqlite = new Database(':memory:');
  sqlite.function('octet_length', (count) => count);
  sqlite.exec(`
    CREATE TABLE evidence (path, name, error_message, removed);
    CREATE TABLE models (card);
    CREATE TABLE records (id, subject, content);
    CREATE TABLE audit_log (action, detail);
  `);
  const insert = sqlite.prepare(`INSERT INTO audit_log VALUES ('case-opened', ?)`);
  for (const count of bytes) insert.run(count);
  return sqlite;
}

it('refuses a case with more text in its log than a check keeps in memory', () => {
  requireShortLists(logOf([2 ** 29, 2 ** 29]), 'a.exhibit');
  expect(() => requireShortLists(logOf([2 ** 29, 2 ** 29, 1]), 'a.exhibit')).toThrow(
    expect.objectContaining({
      code: 'case/too-large',
      message: expect.stringContaining('a.exhibit has more than 1,024 MB in its audit log.') as string,
    }),
  );
});
