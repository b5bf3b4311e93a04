import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrations } from '../../src-main/engine/cases/migrations/index.ts';
import { singleFaces } from '../../src-main/engine/cases/migrations/0008-single-faces.ts';

it('keeps every record, and takes pictures of added faces that none can change', () => {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  for (const step of migrations.slice(0, 7)) step.apply(db);
  db.exec(
    `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'waiting', 't')`,
  );
  const insert = db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run(3, 'people', 'people/1', 1, '{}', 'A. Smith', 't', 'change', null);
  insert.run(7, 'people', 'people/1', 1, null, 'A. Smith', 't', 'undo', 3);
  const before = db.prepare('SELECT * FROM records').all();
  db.transaction(() => singleFaces.apply(db)).exclusive();
  expect(db.prepare('SELECT * FROM records').all()).toEqual(before);
  db.exec(
    `INSERT INTO records VALUES (8, 'occlusion', 'occlusion/5', 1, '{}', 'A. Smith', 't', 'change', NULL)`,
  );
  db.exec(`INSERT INTO added_crops (jpeg) VALUES (x'ffd8')`);
  for (const wrong of [
    `UPDATE added_crops SET jpeg = x'00'`,
    'DELETE FROM added_crops',
    `INSERT INTO added_crops (jpeg) VALUES (NULL)`,
    `INSERT INTO added_crops (jpeg) VALUES ('text')`,
    'DELETE FROM records',
    `INSERT INTO records VALUES (9, 'occlusion', 'occlusion/5', NULL, '{}', 'A. Smith', 't', 'change', NULL)`,
    `INSERT INTO records VALUES (9, 'opinion', 'people/1', 1, '{}', 'A. Smith', 't', 'change', NULL)`,
  ]) {
    expect(() => db.exec(wrong)).toThrow(/append-only|CHECK|NOT NULL|cannot store TEXT/);
  }
  expect(db.pragma('foreign_key_check')).toEqual([]);
});
