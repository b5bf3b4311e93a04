import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { initial } from '../../src-main/engine/cases/migrations/0001-initial.ts';
import { jobEvidence } from '../../src-main/engine/cases/migrations/0002-job-evidence.ts';

it('gives jobs a place for what they have still to do, and keeps those that there are', () => {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  initial.apply(db);
  db.exec(`
    INSERT INTO evidence (id, path, name, size_bytes, state, added_at) VALUES (3, '/a', 'a', 1, 'waiting', 't');
    INSERT INTO jobs VALUES (7, 'running', 2, 1, 0, '{}', 't', NULL);
  `);
  jobEvidence.apply(db);
  expect(db.prepare('SELECT id, state, total, done FROM jobs').all()).toEqual([
    { id: 7, state: 'running', total: 2, done: 1 },
  ]);
  const insert = db.prepare('INSERT INTO job_evidence VALUES (7, ?, ?)');
  insert.run(0, 3);
  expect(() => insert.run(1, 3)).toThrow('UNIQUE');
  expect(() => insert.run(1, 4)).toThrow('FOREIGN KEY');
  const [table] = db.pragma("table_list('job_evidence')") as { strict: number }[];
  expect(table!.strict).toBe(1);
});
