import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '../../../src-main/engine/cases/audit-log.ts';
import { caseDatabase } from '../../../src-main/engine/cases/case-database.ts';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { evidenceStore } from '../../../src-main/engine/cases/evidence.ts';
import { findingStore } from '../../../src-main/engine/cases/findings.ts';
import { migrations } from '../../../src-main/engine/cases/migrations/index.ts';
import type { Finding } from '../../../src-main/shared/domain.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

describe('a finding that the case would keep otherwise than it was made', () => {
  let sqlite: Database;
  beforeEach(() => {
    sqlite = new Sqlite(':memory:');
    for (const step of migrations) step.apply(sqlite);
  });
  afterEach(() => void sqlite.close());

  function save(finding: Finding = sampleFinding()) {
    const database = caseDatabase(sqlite, '/case');
    const audit = auditLog(database);
    const evidence = evidenceStore(database, audit, () => null);
    const findings = findingStore(database, audit, evidence);
    const { id } = evidence.add({ path: finding.path, sizeBytes: 1 });
    const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => new Uint8Array([1, 2]));
    const analysis = { finding, images: { crops, thumbnail: new Uint8Array([3]) }, card: sampleCard };
    return { row: findings.save(id, 'key', analysis), findings, audit };
  }

  const unguarded = (table: string, change: string) => `
    DROP TRIGGER ${table}_no_update; DROP TRIGGER ${table}_no_delete;
    CREATE TRIGGER planted AFTER INSERT ON ${table} BEGIN ${change}; END`;

  it.each([
    ['verdicts', `UPDATE verdicts SET outcome = 'likely-real', score = 0.02 WHERE id = NEW.id`],
    ['tracks', `UPDATE tracks SET score = 0.02 WHERE id = NEW.id AND score IS NOT NULL`],
    ['scores', 'UPDATE scores SET score = 0.02 WHERE face_id = NEW.face_id'],
    ['faces', 'UPDATE faces SET refused = NULL WHERE id = NEW.id'],
    ['frames', `UPDATE frames SET skipped = 'x' WHERE frame_index = NEW.frame_index`],
    ['streams', `UPDATE streams SET codec = 'x' WHERE position = NEW.position`],
    ['crops', `UPDATE crops SET jpeg = x'00' WHERE face_id = NEW.face_id`],
    ['thumbnails', 'DELETE FROM thumbnails WHERE verdict_id = NEW.verdict_id'],
    ['models', `UPDATE models SET card = '{}' WHERE id = NEW.id AND role = 'classifier'`],
    ['verdict_models', 'DELETE FROM verdict_models WHERE position = 0'],
  ])('is taken back: a planted change of %s', (table, change) => {
    sqlite.exec(unguarded(table, change));
    expect(() => save()).toThrow(expect.objectContaining({ code: 'case/damaged' }));
    expect(sqlite.prepare('SELECT count(*) FROM verdicts').pluck().get()).toBe(0);
  });

  it.each([NaN, Infinity, -Infinity])('is refused with the number %s, which JSON can’t say', (number) => {
    const verdict = { ...sampleFinding().verdict, log10LikelihoodRatio: number };
    expect(() => save(sampleFinding({ verdict }))).toThrow();
    const [track, ...others] = sampleFinding().tracks;
    const [face, ...faces] = track!.faces;
    const odd = { ...face!, quality: { ...face!.quality, sharpness: number } };
    expect(() =>
      save(sampleFinding({ tracks: [{ ...track!, faces: [odd, ...faces] }, ...others] })),
    ).toThrow();
    expect(sqlite.prepare('SELECT count(*) FROM verdicts').pluck().get()).toBe(0);
  });

  it('is kept with a minus zero, half a surrogate pair and a time stamp above 2^53, which mean the same as stored', () => {
    const finding = sampleFinding();
    const [track] = finding.tracks;
    const faces = track!.faces.map((face) => ({
      ...face,
      pts: 2 ** 60,
      quality: { ...face.quality, yawDegrees: -0 },
    }));
    const streams = [{ ...finding.media.streams[0]!, detail: 'a \ud800', tags: { title: '\udc00' } }];
    const { row, audit, findings } = save({
      ...finding,
      tracks: [{ ...track!, faces }],
      media: { ...finding.media, streams },
    });
    expect(row.state).toBe('done');
    expect(audit.last()!.detail['findingSha256']).toBe(findings.digest(1));
  });

  it('is not given the error rates that somebody planted for its model', () => {
    const { name, sha256 } = sampleFinding().models.find(({ role }) => role === 'classifier')!;
    sqlite
      .prepare(`INSERT INTO models (role, name, sha256, card) VALUES ('classifier', ?, ?, '{"better":true}')`)
      .run(name, sha256);
    expect(() => save()).toThrow(expect.objectContaining({ code: 'case/damaged' }));
  });
});

describe('what was changed with other programs', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'exhibit-falsified-'));
    path = join(folder, 'a.exhibit');
    const file = createCase(path, 'Exhibit test');
    const finding = sampleFinding();
    const unweighed = { log10LikelihoodRatio: null };
    storeFinding(file, {
      ...finding,
      verdict: { ...finding.verdict, ...unweighed },
      tracks: finding.tracks.map((track) => ({ ...track, verdict: { ...track.verdict, ...unweighed } })),
      frames: finding.frames.map((frame) => ({ ...frame, pts: 2 ** 53 })),
    });
    file.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['an infinite likelihood ratio', 'UPDATE verdicts SET log10_likelihood_ratio = 9e999', 3],
    [
      'an infinite likelihood ratio against',
      'UPDATE tracks SET log10_likelihood_ratio = -9e999 WHERE number = 0',
      3,
    ],
    ['a whole number that JavaScript reads as another one', 'UPDATE frames SET pts = 9007199254740993', 3],
    [
      'a member named twice in an entry',
      `UPDATE audit_log SET detail = replace(detail, '{', '{"outcome":"likely-real",') WHERE seq = 3`,
      3,
    ],
    [
      'a number written in another way in an entry',
      `UPDATE audit_log SET detail = replace(detail, ':1234567', ':1234567.0') WHERE seq = 2`,
      2,
    ],
    ['white space in an entry', `UPDATE audit_log SET detail = replace(detail, ',', ', ') WHERE seq = 2`, 2],
  ])('is noticed: %s', async (_what, sql, seq) => {
    tamper(path, sql);
    const file = openCase(path, 'Exhibit test');
    const { intact, faults } = await file.verify();
    expect(intact).toBe(false);
    expect(faults).toContainEqual(expect.objectContaining({ seq }));
    file.close();
  });

  // Numbers below 1 are seen by no walk over the log, but count where rows are read.
  it.each([
    [
      'records',
      `INSERT INTO records VALUES (-1, 'details', 'x', NULL, '{}', 'B. Jones', '2026-01-01T00:00:00.000Z', 'change', NULL)`,
    ],
    [
      'audit_log',
      `INSERT INTO audit_log SELECT 0, at, action, detail, previous_hash, '${'f'.repeat(64)}' FROM audit_log WHERE seq = 3`,
    ],
  ])('a row of %s before the first is refused at opening', (table, sql) => {
    tamper(path, sql);
    expect(() => openCase(path, 'Exhibit test')).toThrow(
      expect.objectContaining({
        code: 'case/damaged',
        message: expect.stringContaining(`of the table ${table} has`),
      }),
    );
  });

  // JavaScript takes the numbers of two neighbours above 2^53 for one, so one track would have the faces of the other.
  it('rows numbered above 2^53 are refused at opening', () => {
    tamper(
      path,
      `UPDATE faces SET track_id = track_id + 9007199254740991;
       UPDATE tracks SET id = id + 9007199254740991`,
    );
    expect(() => openCase(path, 'Exhibit test')).toThrow(
      expect.objectContaining({
        code: 'case/damaged',
        message: expect.stringMatching(/row 90071992547409\d\d of the table tracks has/),
      }),
    );
  });

  it.each(['["x"]', '"x"', '[{"act":{"kind":"add","faces":["x"]}}]'])(
    'corrections that are none are named, and stop no check: %s',
    async (corrections) => {
      tamper(
        path,
        `INSERT INTO records VALUES (1, 'people', 'people/1', 1, '{"corrections":${corrections}}', 'B. Jones',
           '2026-01-01T00:00:00.000Z', 'change', NULL)`,
      );
      const file = openCase(path, 'Exhibit test');
      const { faults } = await file.verify();
      file.close();
      expect(faults).toContainEqual(
        expect.objectContaining({ problem: expect.stringContaining('the audit log has no entry') }),
      );
    },
  );

  it('a card in other words goes on, where a sound finding has it', async () => {
    const file = openCase(path, 'Exhibit test');
    const card = { ...sampleCard, name: 'in the words of another version' };
    const finding = sampleFinding({ path: '/evidence/second.mp4' });
    const { id } = file.evidence.add({ path: finding.path, sizeBytes: 1 });
    const images = { crops: Array<null>(10).fill(null), thumbnail: null };
    file.findings.save(id, 'key', { finding, images, card });
    expect((await file.verify()).intact).toBe(true);
    expect(file.findings.cards()).toEqual([sampleCard]);
    file.close();
  });
});
