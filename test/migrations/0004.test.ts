import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createCase, openCase } from '../../src-main/engine/cases/case-file.ts';
import { findingDigest } from '../../src-main/engine/cases/finding-digest.ts';
import { initial } from '../../src-main/engine/cases/migrations/0001-initial.ts';
import { jobEvidence } from '../../src-main/engine/cases/migrations/0002-job-evidence.ts';
import { guests } from '../../src-main/engine/cases/migrations/0003-guests.ts';
import { notebook } from '../../src-main/engine/cases/migrations/0004-notebook.ts';
import { sampleFinding } from '../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../unit/engine/reports/sample-card.ts';
import { makeOlder } from '../support/older-case.ts';

const hash = '0'.repeat(64);

function olderCase() {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  for (const step of [initial, jobEvidence, guests]) step.apply(db);
  db.exec(`
    INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'done', 't');
    INSERT INTO verdicts VALUES (5, 1, 'k', '/a', '${hash}', 'inconclusive', 0.5, NULL, '["why"]', '{}', '{}', '{}',
      '{}', '{}', '[]', 's', 'f');
    INSERT INTO tracks VALUES (8, 5, 1, 0, 10, 'inconclusive', 0.5, NULL, '["why"]');
    INSERT INTO faces VALUES (9, 8, 0, 0, 0, 1, 1, 2, 2, '[1,2,3,4,5]', 1, 2, 3, 0, 0, 0, NULL);
  `);
  return db;
}

it('gives a case a notebook, and leaves the digests of its findings as they were', () => {
  const db = olderCase();
  const before = findingDigest(db)(5);
  notebook.apply(db);
  expect(findingDigest(db)(5)).toBe(before);
  // As computed by the version before this step.
  expect(before).toBe('64761efe075db5abe5a84736cac53fc522a1b06014738c46915795a082292df3');
  const [{ strict }] = db.pragma("table_list('records')") as [{ strict: number }];
  expect(strict).toBe(1);
});

it('keeps every record as it was stored', () => {
  const db = olderCase();
  notebook.apply(db);
  const insert = db.prepare('INSERT INTO records VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run('note', 'note/1', 1, '{}', 'A. Smith', 't', 'change', null);
  expect(() => db.exec(`UPDATE records SET content = '{"text":"other"}'`)).toThrow('append-only');
  expect(() => db.exec('DELETE FROM records')).toThrow('append-only');
  const wrong = (...row: unknown[]) => expect(() => insert.run(...row)).toThrow('CHECK');
  wrong('opinion', 'note/1', 1, '{}', 'A. Smith', 't', 'change', null);
  wrong('note', 'note/1', 1, '{', 'A. Smith', 't', 'change', null);
  wrong('note', 'note/1', 1, '{}', '', 't', 'change', null);
  wrong('note', 'note/1', null, '{}', 'A. Smith', 't', 'change', null);
  wrong('details', 'details', 1, '{}', 'A. Smith', 't', 'change', null);
  wrong('note', 'note/1', 1, '{}', 'A. Smith', 't', 'undo', null);
  expect(() => insert.run('note', 'note/1', 7, '{}', 'A. Smith', 't', 'change', null)).toThrow('FOREIGN KEY');
});

it('opens a case with findings of the version before, whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-0004-'));
  const path = join(folder, 'older.exhibit');
  const finding = sampleFinding();
  const older = createCase(path, 'Exhibit test');
  const { id } = older.evidence.add({ path: finding.path, sizeBytes: 7 });
  const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => new Uint8Array([0xff, 0xd8]));
  older.findings.save(id, 'key', { finding, images: { crops, thumbnail: null }, card: sampleCard });
  older.close();
  makeOlder(path, 3);

  const file = openCase(path, 'Exhibit test');
  expect(await file.verify()).toMatchObject({ intact: true });
  expect([...file.audit.entries()].map(({ action }) => action)).toContain('case-migrated');
  expect(file.evidence.get(id)).toMatchObject({ outcome: 'likely-fake', blind: false });
  expect(file.records.newest()).toEqual([]);
  file.close();
  rmSync(folder, { recursive: true });
});
