import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { initial } from '../../src-main/engine/lab/migrations/0001-initial.ts';
import { requests } from '../../src-main/engine/lab/migrations/0002-requests.ts';

it('takes the results of stages out of the checkpoints, and keeps runs and faces as they are', () => {
  const db = new Database(':memory:');
  initial.apply(db);
  db.exec(`
    INSERT INTO datasets VALUES (1, 'test', '/', 'folders', '2026-01-01');
    INSERT INTO dataset_items (id, dataset_id, path, kind, label, identity, donors, source, size_bytes, sha256)
      VALUES (1, 1, '/a.mp4', 'video', 'real', 'ann', '[]', '/a.mp4', 1, 'a');
    INSERT INTO faces VALUES (7, 1, 'spread 4', 3, 120, x'ff', 'crop', '[]', 91.5);
    INSERT INTO splits VALUES (1, 1, 'by-identity', 1, 5, '2026-01-01');
    INSERT INTO runs (id, name, kind, dataset_id, split_id, parameters, embedder_sha256, identity_sha256, state, created_at)
      VALUES (2, 'run', 'softmax', 1, 1, '{}', 'e', 'i', 'paused', '2026-01-01');
  `);
  const insert = db.prepare('INSERT INTO run_checkpoints VALUES (2, ?, ?, ?)');
  insert.run('faces', 0, Buffer.from('[7]'));
  insert.run('fold 1, trial 2: result', 0, Buffer.from('{"scores":[0.5]}'));
  insert.run('fold 1, trial 2', 9, Buffer.of(0, 1, 2));
  requests.apply(db);
  expect(db.prepare('SELECT stage, result FROM run_stage_results ORDER BY stage').all()).toEqual([
    { stage: 'faces', result: '[7]' },
    { stage: 'fold 1, trial 2', result: '{"scores":[0.5]}' },
  ]);
  expect(db.prepare('SELECT stage, epoch FROM run_checkpoints').all()).toEqual([
    { stage: 'fold 1, trial 2', epoch: 9 },
  ]);
  expect(db.prepare('SELECT id, size_px, sharpness FROM faces').all()).toEqual([
    { id: 7, size_px: 91.5, sharpness: null },
  ]);
  expect(db.prepare('SELECT id, state FROM runs').all()).toEqual([{ id: 2, state: 'paused' }]);
  db.prepare("INSERT INTO run_requests (run_id, request) VALUES (2, '{}')").run();
  db.pragma('foreign_keys = ON');
  db.exec('DELETE FROM runs');
  for (const table of ['run_requests', 'run_stage_results']) {
    expect(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).toEqual({ rows: 0 });
  }
  db.close();
});
