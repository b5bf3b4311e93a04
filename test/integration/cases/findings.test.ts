import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import type { StoredFinding } from '../../../src-main/shared/case.ts';
import type { Finding } from '../../../src-main/shared/domain.ts';
import { tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

let folder: string;
let path: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-findings-'));
  path = join(folder, 'a.exhibit');
  file = createCase(path, 'Exhibit test');
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const crop = (index: number) => new Uint8Array([0xff, 0xd8, index]);

function analyse(finding: Finding = sampleFinding(), key = 'key') {
  const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
  const faces = finding.tracks.flatMap((track) => track.faces);
  const images = { crops: faces.map((_, index) => crop(index)), thumbnail: new Uint8Array([7]) };
  return file.findings.save(id, key, {
    ...{ finding, images, card: sampleCard },
    guestCards: finding.guests.map(() => card),
  });
}

const sha256 = 'd'.repeat(64);
const card = { ...sampleCard, name: 'meso', guest: { architecture: 'a', training: 't', origin: 'o' } };

/** A detector of the lab beside the model. */
function withGuest(): Finding {
  const finding = sampleFinding();
  const verdict = {
    outcome: 'likely-fake',
    score: 0.9,
    log10LikelihoodRatio: 1.1,
    reasons: ['So.'],
  } as const;
  const tracks = finding.tracks.map(({ faces }, index) => ({
    verdict: { ...verdict, score: 0.9 - index / 10, reasons: [`Track ${index}.`] },
    scores: faces.map(({ score }, at) => (score === null ? null : at / 17)),
  }));
  const guest = {
    name: 'meso',
    sha256,
    band: finding.band,
    verdict: { ...verdict, reasons: ['So.'] },
    tracks,
  };
  const models = [...finding.models, { role: 'guest', name: 'meso', sha256 } as const];
  return { ...finding, models, guests: [guest] };
}

function withoutIds({ id: _id, tracks, ...finding }: StoredFinding): Finding {
  return {
    ...finding,
    tracks: tracks.map((track) => ({
      ...track,
      faces: track.faces.map(({ faceId: _faceId, ...face }) => face),
    })),
  };
}

function tamperWith(sql: string): void {
  file.close();
  tamper(path, sql);
  file = openCase(path, 'Exhibit test');
}

describe('what a detector of the lab says beside a finding', () => {
  it('comes back to the last digit, with its card, and stands in the list', () => {
    const { id, guests } = analyse(withGuest());
    expect(withoutIds(file.findings.newest(id)!)).toStrictEqual(withGuest());
    expect(file.findings.card(sha256)).toStrictEqual(card);
    const { band } = withGuest();
    expect(guests).toEqual([{ name: 'meso', outcome: 'likely-fake', score: 0.9, band }]);
    const { path: other } = file.evidence.add({ path: '/evidence/other.mp4', sizeBytes: 7 });
    expect(file.evidence.list().find((row) => row.path === other)!.guests).toEqual([]);
  });

  it.each([
    'UPDATE guest_verdicts SET score = 0.1',
    `UPDATE guest_tracks SET reasons = '["Other."]'`,
    'UPDATE guest_scores SET score = 0.1 WHERE face_id = 2',
    `UPDATE guest_cards SET card = '{}'`,
  ])('is noticed when it was changed by %s', async (sql) => {
    analyse(withGuest());
    tamperWith(sql);
    expect((await file.verify()).intact).toBe(false);
  });
});

describe('a stored finding', () => {
  it('comes back to the last digit, refused faces included', () => {
    const { id } = analyse();
    expect(withoutIds(file.findings.newest(id)!)).toStrictEqual(sampleFinding());
  });

  it('gives each face its own crop', () => {
    const { id } = analyse();
    const faces = file.findings.newest(id)!.tracks.flatMap((track) => track.faces);
    const crops = faces.map(({ faceId }) => file.images.crop(faceId)?.bytes.at(2));
    expect(crops).toEqual(faces.map((_, index) => index));
    expect(file.images.crop(9999)).toBeNull();
    expect([...file.images.thumbnail(id)!.bytes]).toEqual([7]);
  });

  it('is summed up in the row of its evidence', () => {
    expect(analyse()).toMatchObject({
      state: 'done',
      outcome: 'likely-fake',
      score: 0.835,
      faceCount: 10,
      framesUsed: 8,
      durationMs: 10_010,
      hasThumbnail: true,
      band: sampleFinding().band,
    });
  });

  it('no longer speaks for its evidence once another analysis has begun or failed', () => {
    const { id, sha256 } = analyse();
    const nothing = { outcome: null, score: null, band: null, analysedAt: null, hasThumbnail: false };
    expect(file.evidence.start(id, { sha256: sha256!, sizeBytes: 7 })).toMatchObject(nothing);
    expect(file.evidence.fail(id, { code: 'media/timed-out', message: 'No.' })).toMatchObject(nothing);
    expect(file.findings.newest(id)?.verdict.outcome).toBe('likely-fake');
  });

  it('stays when the file is analysed again, and the newest is shown', () => {
    analyse();
    const { id } = analyse(
      sampleFinding({
        tracks: [],
        verdict: {
          outcome: 'not-applicable',
          score: null,
          log10LikelihoodRatio: null,
          reasons: ['No face.'],
        },
      }),
      'other key',
    );
    expect(file.findings.history(id)).toHaveLength(2);
    expect(file.findings.newest(id)?.verdict.outcome).toBe('not-applicable');
    expect(file.findings.get(file.findings.history(id)[1]!)?.verdict.outcome).toBe('likely-fake');
  });

  it('spares a second analysis of the same file in the same way, and only that', () => {
    const { id } = analyse();
    expect(file.findings.isDone(id, 'key')).toBe(true);
    expect(file.findings.isDone(id, 'other key')).toBe(false);
    file.evidence.fail(id, { code: 'media/decode-failed', message: 'broken' });
    expect(file.findings.isDone(id, 'key')).toBe(false);
  });

  it('is stored whole or not at all', () => {
    const broken = sampleFinding({ sha256: 'short' });
    const { id } = file.evidence.add({ path: broken.path, sizeBytes: 7 });
    const entries = file.audit.count();
    const images = { crops: Array<null>(10).fill(null), thumbnail: null };
    expect(() => file.findings.save(id, 'key', { finding: broken, images, card: sampleCard })).toThrow(
      'CHECK',
    );
    expect(file.findings.newest(id)).toBeNull();
    expect(file.audit.count()).toBe(entries);
    expect(file.evidence.get(id)?.state).toBe('waiting');
  });
});

describe('evidence', () => {
  it('is the same when its path is added again', () => {
    const first = file.evidence.add({ path: '/evidence/a.mp4', sizeBytes: 7 });
    const entries = file.audit.count();
    expect(file.evidence.add({ path: '/evidence/a.mp4', sizeBytes: 7 })).toEqual(first);
    expect(file.audit.count()).toBe(entries);
  });

  it('keeps why its analysis failed until the next one begins', () => {
    const { id } = file.evidence.add({ path: '/evidence/a.mp4', sizeBytes: 7 });
    const error = { code: 'media/no-video-stream' as const, message: 'It has sound only.' };
    expect(file.evidence.fail(id, error)).toMatchObject({ state: 'failed', error, outcome: null });
    expect(file.evidence.start(id, { sha256: 'a'.repeat(64), sizeBytes: 7 })).toMatchObject({
      state: 'running',
      error: null,
    });
  });
});

describe('evidence whose analysis began', () => {
  const received = { sha256: 'e'.repeat(64), sizeBytes: 9 };

  it('keeps its hash when the analysis fails, in the case and in the log', async () => {
    const { id } = file.evidence.add({ path: '/evidence/a.mp4', sizeBytes: 7 });
    file.evidence.start(id, received);
    file.evidence.fail(id, { code: 'media/decode-failed', message: 'broken' });
    expect(file.evidence.get(id)).toMatchObject({ ...received, state: 'failed' });
    expect(file.audit.last()).toMatchObject({
      action: 'analysis-failed',
      detail: { sha256: received.sha256 },
    });
    expect(await file.verify()).toMatchObject({ intact: true });
  });

  it('waits again when the analysis is interrupted; evidence not under analysis stays as it is', () => {
    const { id } = file.evidence.add({ path: '/evidence/a.mp4', sizeBytes: 7 });
    file.evidence.start(id, received);
    expect(file.evidence.interrupt(id)).toMatchObject({ ...received, state: 'waiting' });
    const done = analyse();
    expect(file.evidence.interrupt(done.id)).toEqual(done);
  });
});

describe('verify', () => {
  it('finds a case as Exhibit left it intact', async () => {
    analyse();
    expect(await file.verify()).toMatchObject({ intact: true, entries: 3, faults: [] });
    expect((await file.verify()).head).toBe(file.audit.last()?.hash);
  });

  it.each([
    ['a face’s score', 'UPDATE scores SET score = 0.01 WHERE face_id = 3', 3],
    ['the verdict', `UPDATE verdicts SET outcome = 'likely-real', score = 0.1`, 3],
    ['a reason', `UPDATE tracks SET reasons = '["fine"]' WHERE id = 1`, 3],
    ['the model named', `UPDATE models SET sha256 = '${'d'.repeat(64)}' WHERE id = 1`, 3],
    ['the error rates', `UPDATE models SET card = '{}' WHERE role = 'classifier'`, 3],
    ['a crop', `UPDATE crops SET jpeg = x'00' WHERE face_id = 5`, 3],
    ['a frame skipped', `UPDATE frames SET skipped = 'damaged' WHERE frame_index = 10`, 3],
    ['the path of evidence', `UPDATE evidence SET path = '/evidence/other.mp4'`, 2],
    ['the state of evidence', `UPDATE evidence SET state = 'waiting'`, 3],
    ['the hash of evidence', 'UPDATE evidence SET sha256 = NULL', 3],
    ['the size of evidence', 'UPDATE evidence SET size_bytes = 1', 3],
    ['when evidence was added', `UPDATE evidence SET added_at = '1999-01-01T00:00:00.000Z'`, 2],
    [
      'an error that never was',
      `UPDATE evidence SET state = 'failed', error_code = 'media/unreadable', error_message = 'No.'`,
      3,
    ],
    [
      'the list of evidence',
      `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/b', 'b', 1, 'waiting', 't')`,
      5,
    ],
    ['an audit entry', `UPDATE audit_log SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2`, 2],
    ['the start of the log', `DELETE FROM audit_log WHERE seq = 1`, 1],
  ])('notices a change of %s', async (_what, sql, seq) => {
    analyse();
    tamperWith(sql);
    expect(await file.verify()).toMatchObject({
      intact: false,
      faults: expect.arrayContaining([expect.objectContaining({ seq, problem: expect.any(String) })]),
    });
  });

  it('notices a finding whose audit entries were cut off', async () => {
    analyse();
    tamperWith('DELETE FROM audit_log WHERE seq >= 2');
    expect(await file.verify()).toMatchObject({
      intact: false,
      faults: expect.arrayContaining([
        expect.objectContaining({ problem: expect.stringContaining('the audit log has no entry') }),
      ]),
    });
  });
});

describe('the decoder of a finding', () => {
  it('is kept with what it had to show', () => {
    const finding = sampleFinding();
    analyse(finding);
    expect(file.findings.newest(1)?.versions.decoder).toEqual(finding.versions.decoder);
  });

  it('is not known in a finding from before decoders were checked, and the case still verifies', async () => {
    const { versions, ...finding } = sampleFinding();
    const older: Partial<Finding['versions']> = { ...versions };
    delete older.decoder;
    analyse({ ...finding, versions: older as Finding['versions'] });
    expect(file.findings.newest(1)?.versions).toEqual({ ...older, decoder: null });
    expect((await file.verify()).intact).toBe(true);
  });
});
