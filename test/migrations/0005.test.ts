import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { initial } from '../../src-main/engine/cases/migrations/0001-initial.ts';
import { removedEvidence } from '../../src-main/engine/cases/migrations/0005-removed-evidence.ts';

it('leaves every file of an older case on the list, and takes no removal without a reason', () => {
  const db = new Sqlite(':memory:');
  initial.apply(db);
  db.exec(
    `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'waiting', 't')`,
  );
  removedEvidence.apply(db);
  expect(db.prepare('SELECT path, removed FROM evidence').all()).toEqual([{ path: '/a', removed: null }]);
  expect(() => db.exec(`UPDATE evidence SET removed = ''`)).toThrow('CHECK');
});
