import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { loggedJobs } from '../../src-main/engine/cases/migrations/0010-logged-jobs.ts';
import { migrations } from '../../src-main/engine/cases/migrations/index.ts';

it('takes out the batches that the log has no entry of, and nothing else', () => {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  for (const step of migrations.slice(0, 9)) step.apply(db);
  db.exec(`
INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'waiting', 't');
INSERT INTO audit_log VALUES
  (1, 't', 'job-created', '{"evidenceIds":[1],"jobId":8}', '${'0'.repeat(64)}', '${'1'.repeat(64)}');
INSERT INTO jobs VALUES (7, 'cancelled', 1, 0, 0, '{}', 't', 't'), (8, 'cancelled', 1, 0, 0, '{}', 't', 't');
INSERT INTO job_evidence VALUES (7, 0, 1), (8, 0, 1);`);
  db.transaction(() => loggedJobs.apply(db)).exclusive();
  expect(db.prepare('SELECT id FROM jobs').pluck().all()).toEqual([8]);
  expect(db.prepare('SELECT job_id FROM job_evidence').pluck().all()).toEqual([8]);
  expect(db.prepare('SELECT state FROM evidence').pluck().all()).toEqual(['waiting']);
});
