import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { initial } from '../../src-main/engine/lab/migrations/0001-initial.ts';

it('stores no split by frame: it would have one fold, and nothing to train on', () => {
  const db = new Database(':memory:');
  initial.apply(db);
  db.exec("INSERT INTO datasets VALUES (1, 'test', '/', 'folders', '2026-01-01')");
  const insert = db.prepare(
    "INSERT INTO splits (dataset_id, kind, seed, folds, created_at) VALUES (1, ?, 1, 1, '2026-01-01')",
  );
  for (const kind of ['official', 'by-identity', 'by-video']) insert.run(kind);
  expect(() => insert.run('by-frame')).toThrow(/CHECK constraint failed/);
  db.close();
});
