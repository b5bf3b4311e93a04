/** Entries of the log that were planted in a case that is handed to an examiner: they tell of what comes only later. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditAction } from '../../../src-main/engine/cases/audit-log.ts';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { likenessSubject, type Likeness } from '../../../src-main/shared/likeness.ts';
import { noExhibit, type Conclusion, type Note } from '../../../src-main/shared/notebook.ts';
import { occlusionSubject } from '../../../src-main/shared/occlusion.ts';
import { peopleSubject } from '../../../src-main/shared/people.ts';
import { correction, faceAnchorOf } from '../../support/corrected.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-order-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const problems = async () => (await file.verify()).faults.map(({ problem }) => problem);
const putIn = 'the entry was put in by other means.';
const isEarly = (word: string) =>
  expect.stringContaining(`tells of ${word} 1, which was not stored before it`) as string;

const sha256 = 'a'.repeat(64);
const told = {
  'evidence-hashed': { evidenceId: 1, md5: 'b'.repeat(32), sha1: 'c'.repeat(40), sha256 },
  'credentials-checked': {
    ...{ evidenceId: 1, findingId: 1, sha256 },
    result: { state: 'trusted', manifests: [], fault: null, trustList: null, library: '1.0.0' },
  },
  'evidence-reencoded': {
    ...{ evidenceId: 1, findingId: 1, step: 'crf28', bitsPerPixel: { file: 0.05, copy: 0.02 } },
    asAnalysed: { outcome: 'likely-real', score: 0.02, provider: 'cpu', exhibit: '0.1.0' },
    copy: { outcome: 'likely-real', score: 0.02, reason: 'planted', faces: 8, framesUsed: 8 },
    paired: { of: 8, faces: 8, median: 0, largest: 0 },
    by: { classifier: sha256, provider: 'cpu', exhibit: '0.1.0' },
  },
} as const;
const kept = () => [file.oldHashes(), file.credentialChecks(), file.reencodings()].map(({ size }) => size);
const append = () =>
  Object.entries(told).map(([action, detail]) => file.audit.append(action as AuditAction, detail).seq);

describe('measurements', () => {
  it('tell nothing of the file and the finding that come after them, and are named', async () => {
    const planted = append();
    storeFinding(file);
    expect(kept()).toEqual([0, 0, 0]);
    expect(await problems()).toEqual(
      planted.map((seq) => `Audit entry ${seq} tells of file 1, which was not stored before it: ${putIn}`),
    );
  });

  it('count where they come after both', async () => {
    storeFinding(file);
    append();
    expect(kept()).toEqual([1, 1, 1]);
    expect(await file.verify()).toMatchObject({ intact: true });
  });

  it('of a finding of another file are named', async () => {
    storeFinding(file);
    file.evidence.add({ path: '/evidence/b.mp4', sizeBytes: 7 });
    file.audit.append('credentials-checked', { ...told['credentials-checked'], evidenceId: 2 });
    expect(await problems()).toEqual([`Audit entry 5 tells of finding 1 as one of another file: ${putIn}`]);
  });
});

const face = faceAnchorOf(sampleFinding().tracks[0]!.faces[0]!);
const basis = { sha256, findingId: 1 };
const by = { classifier: sha256, provider: 'cpu', exhibit: 'test' } as const;
const note: Note = { place: { kind: 'track', track: 1, findingId: 1 }, region: null, tags: [], text: 'odd' };
const conclusion: Conclusion = {
  ...{ opinion: 'real-strongly', confidence: 'high', reasons: '', person: null, reviewed: true },
  basis,
};
const clip = { evidenceId: 1, sha256, person: 'Marta', faces: 8, similarity: 0.9 };
const likeness: Likeness = {
  ...{ person: 'Marta', track: 1, faces: 8, similarity: 0.9, references: [clip, clip, clip], others: [] },
  ...{ basis, by: { embedder: 'arcface', sha256, provider: 'cpu', exhibit: 'test' } },
};

const corner = { x: 0, y: 0 };
const { frameIndex, box } = sampleFinding().tracks[0]!.faces[2]!;
const mapped = { findingId: 1, frameIndex, box, picture: sha256Of(new Uint8Array([0xff, 0xd8, 2])) };

/** Each is valid as soon as the finding is there. */
const records = {
  'a note on a track': { kind: 'note', subject: 'note/1', content: note },
  'a conclusion': { kind: 'conclusion', subject: 'conclusion/1/video/A. Smith', content: conclusion },
  'a likeness': { kind: 'likeness', subject: likenessSubject(1, likeness), content: likeness },
  'an occlusion map': {
    ...{ kind: 'occlusion', subject: occlusionSubject(1, 3) },
    content: {
      ...{ faceId: 3, of: mapped, side: 1 },
      ...{ corners: [corner, corner, corner], score: 0.8, changes: [-0.3], by },
    },
  },
  'corrected tracks': {
    ...{ kind: 'people', subject: peopleSubject(1) },
    content: { corrections: [correction({ kind: 'no-face', face })] },
  },
  'a reference': {
    ...{ kind: 'reference', subject: 'reference/1' },
    content: { person: 'Marta', face, sha256, stream: 0, still: false },
  },
  'the number of an exhibit': { kind: 'exhibit', subject: 'exhibit/1', content: noExhibit },
} as const;

const named = () =>
  file.records.store({
    ...{ kind: 'examiner', subject: 'examiner', evidenceId: null },
    content: { name: 'A. Smith' },
  });
const store = (record: object) =>
  file.records.store({ evidenceId: 1, ...record } as unknown as Parameters<typeof file.records.store>[0]);

describe.each(Object.entries(records))('%s', (name, record) => {
  it('is named where its file has no finding yet', async () => {
    named();
    const finding = sampleFinding();
    file.evidence.add({ path: finding.path, sizeBytes: finding.media.sizeBytes });
    store(record);
    storeFinding(file, finding);
    const [problem, ...others] = await problems();
    expect(others).toEqual([]);
    if (name === 'the number of an exhibit') expect(problem).toBeUndefined();
    else if (record.kind === 'people' || record.kind === 'reference')
      expect(problem).toBe(
        `Audit entry 4 tells of frames of a file that was not analysed before it: ${putIn}`,
      );
    else expect(problem).toEqual(isEarly('finding'));
  });

  it('is right after it', async () => {
    named();
    storeFinding(file);
    store(record);
    expect(await problems()).toEqual([]);
  });
});

it('a file or a finding that is stored for the second time is named', async () => {
  storeFinding(file);
  for (const { action, detail } of [...file.audit.entries()].slice(1)) file.audit.append(action, detail);
  const { faults } = await file.verify();
  expect(faults.map(({ problem }) => problem)).toEqual([
    `Audit entry 4 stores file 1, as audit entry 2 did: ${putIn}`,
    `Audit entry 5 stores finding 1, as audit entry 3 did: ${putIn}`,
  ]);
});

it('an entry in the name of somebody who was not at work is named', async () => {
  named();
  file.audit.append('case-opened', { software: 'Exhibit test', author: 'Dr. Expert' });
  expect(await problems()).toEqual([
    `Audit entry 3 is by "Dr. Expert", but "A. Smith" was at work: ${putIn}`,
  ]);
});
