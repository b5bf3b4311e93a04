import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrations } from '../../src-main/engine/cases/migrations/index.ts';
import { likeness } from '../../src-main/engine/cases/migrations/0009-likeness.ts';

it('keeps every record, and takes references and likenesses of evidence that none can change', () => {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  for (const step of migrations.slice(0, 8)) step.apply(db);
  db.exec(
    `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'waiting', 't')`,
  );
  const insert = db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run(3, 'occlusion', 'occlusion/1/5', 1, '{}', 'A. Smith', 't', 'change', null);
  insert.run(7, 'note', 'note/1', 1, null, 'A. Smith', 't', 'change', null);
  insert.run(8, 'note', 'note/1', 1, '{}', 'A. Smith', 't', 'undo', 7);
  const before = db.prepare('SELECT * FROM records').all();
  db.transaction(() => likeness.apply(db)).exclusive();
  expect(db.prepare('SELECT * FROM records').all()).toEqual(before);
  insert.run(9, 'reference', 'reference/1', 1, '{}', 'A. Smith', 't', 'change', null);
  insert.run(10, 'likeness', 'likeness/1/2/Anna', 1, '{}', 'A. Smith', 't', 'change', null);
  for (const wrong of [
    'DELETE FROM records',
    `UPDATE records SET content = '{}'`,
    `INSERT INTO records VALUES (11, 'reference', 'reference/2', NULL, '{}', 'A. Smith', 't', 'change', NULL)`,
    `INSERT INTO records VALUES (11, 'likeness', 'likeness/3', 3, '{}', 'A. Smith', 't', 'change', NULL)`,
    `INSERT INTO records VALUES (11, 'identity', 'identity/1', 1, '{}', 'A. Smith', 't', 'change', NULL)`,
  ]) {
    expect(() => db.exec(wrong)).toThrow(/append-only|CHECK|FOREIGN KEY/);
  }
  expect(db.pragma('foreign_key_check')).toEqual([]);
});
