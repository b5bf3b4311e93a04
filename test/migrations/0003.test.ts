import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { findingDigest } from '../../src-main/engine/cases/finding-digest.ts';
import { initial } from '../../src-main/engine/cases/migrations/0001-initial.ts';
import { jobEvidence } from '../../src-main/engine/cases/migrations/0002-job-evidence.ts';
import { guests } from '../../src-main/engine/cases/migrations/0003-guests.ts';

const hash = '0'.repeat(64);

function olderCase() {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  initial.apply(db);
  jobEvidence.apply(db);
  db.exec(`
    INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'done', 't');
    INSERT INTO verdicts VALUES (5, 1, 'k', '/a', '${hash}', 'inconclusive', 0.5, NULL, '["why"]', '{}', '{}', '{}',
      '{}', '{}', '[]', 's', 'f');
    INSERT INTO tracks VALUES (8, 5, 1, 0, 10, 'inconclusive', 0.5, NULL, '["why"]');
    INSERT INTO faces VALUES (9, 8, 0, 0, 0, 1, 1, 2, 2, '[1,2,3,4,5]', 1, 2, 3, 0, 0, 0, NULL);
    INSERT INTO models VALUES (4, 'guest', 'meso', '${hash}', NULL);
  `);
  return db;
}

it('gives detectors of the lab a place beside a verdict, and keeps the verdicts that there are', () => {
  const db = olderCase();
  guests.apply(db);
  expect(db.prepare('SELECT id, outcome, score FROM verdicts').all()).toEqual([
    { id: 5, outcome: 'inconclusive', score: 0.5 },
  ]);
  db.exec(`
    INSERT INTO guest_cards VALUES (4, '{}');
    INSERT INTO guest_verdicts VALUES (2, 5, 4, '{}', 'likely-fake', 0.9, NULL, '["so"]');
    INSERT INTO guest_tracks VALUES (2, 8, 'likely-fake', 0.9, NULL, '["so"]');
    INSERT INTO guest_scores VALUES (2, 9, 0.9);
  `);
  for (const table of ['guest_cards', 'guest_verdicts', 'guest_tracks', 'guest_scores']) {
    const [{ strict }] = db.pragma(`table_list('${table}')`) as [{ strict: number }];
    expect(strict).toBe(1);
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('append-only');
  }
  expect(() => db.exec('UPDATE guest_scores SET score = 0.1')).toThrow('append-only');
});

it('holds a guest to what holds for every verdict', () => {
  const db = olderCase();
  guests.apply(db);
  const insert = db.prepare(`INSERT INTO guest_verdicts VALUES (NULL, ?, 4, '{}', ?, ?, NULL, '["so"]')`);
  expect(() => insert.run(6, 'likely-fake', 0.9)).toThrow('FOREIGN KEY');
  expect(() => insert.run(5, 'likely-fake', null)).toThrow('CHECK');
  expect(() => insert.run(5, 'fake', 0.9)).toThrow('CHECK');
  insert.run(5, 'likely-fake', 0.9);
  expect(() => insert.run(5, 'likely-fake', 0.9)).toThrow('UNIQUE');
});

it('leaves the digest of a finding without guests as it was, and changes it with each thing that a guest says', () => {
  const db = olderCase();
  guests.apply(db);
  // As computed by the version before this step.
  const before = findingDigest(db)(5);
  expect(before).toBe('64761efe075db5abe5a84736cac53fc522a1b06014738c46915795a082292df3');
  const seen = new Set([before]);
  for (const sql of [
    `INSERT INTO guest_verdicts VALUES (2, 5, 4, '{}', 'likely-fake', 0.9, NULL, '["so"]')`,
    `INSERT INTO guest_cards VALUES (4, '{}')`,
    `INSERT INTO guest_tracks VALUES (2, 8, 'likely-fake', 0.9, NULL, '["so"]')`,
    `INSERT INTO guest_scores VALUES (2, 9, 0.9)`,
  ]) {
    db.exec(sql);
    seen.add(findingDigest(db)(5));
  }
  expect(seen.size).toBe(5);
});
