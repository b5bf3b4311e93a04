/** What goes into the case of an extract where names are spelled in another way than in the list of files. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packCase } from '../../../src-main/engine/capsule/packed-case.ts';
import { createCase, viewCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import type { MeasuredRates } from '../../../src-main/shared/measured-rates.ts';
import { peopleSubject } from '../../../src-main/shared/people.ts';
import { correction, faceAnchorOf } from '../../support/corrected.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { sampleFace, sampleFinding } from '../../unit/engine/cases/sample-finding.ts';

let folder: string;
let file: CaseFile;
let chosen: number;
let others: number;

function openAs(name: string): void {
  file = createCase(join(folder, name), 'Exhibit test');
  chosen = file.evidence.add({ path: '/evidence/chosen.mp4', sizeBytes: 7 }).id;
  // As macOS writes it: the accent by itself.
  others = file.evidence.add({ path: '/evidence/cafe\u0301 by noon.mp4', sizeBytes: 7 }).id;
  file.records.store({
    kind: 'examiner',
    subject: 'examiner',
    evidenceId: null,
    content: { name: 'R. Weiss' },
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-packed-'));
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const note = (evidenceId: number, text: string) => {
  const subject = `note/${file.records.countOf('note') + 1}`;
  const content = { place: { kind: 'video' as const }, region: null, tags: [], text };
  file.records.store({ kind: 'note', subject, evidenceId, content });
};

/** Each on clips of its own. */
const ratesOn = (findingId: number, name: string): MeasuredRates => ({
  ...{ findingId, condition: null, facePx: null, given: [], answers: null, auc: null, roc: [] },
  facts: { codec: 'h264', shortSide: 480, bitsPerPixel: 0.02, facePx: 92 },
  set: {
    ...{ name, sha256: sha256Of(name), clipsSha256: sha256Of(`${name}, clips`), listed: 1, real: 0, fake: 0 },
    ...{ groups: { real: 0, fake: 0 }, unnamed: 0, unscored: 1, known: 0, repeated: 0 },
  },
  by: { classifier: sha256Of('model'), provider: 'cpu', exhibit: '1.0.0' },
});

const pack = (signal = new AbortController().signal) => packCase(file, folder, [chosen], signal);

async function notesInside(): Promise<(string | undefined)[]> {
  const inside = viewCase((await pack()).path);
  try {
    return [...inside.records.newest()].flatMap((record) =>
      record.kind === 'note' ? [record.content?.text] : [],
    );
  } finally {
    inside.close();
  }
}

it('withholds notes that name another file or a person in it alone, however they spell it', async () => {
  openAs('a.exhibit');
  storeFinding(file, sampleFinding({ path: file.evidence.row(others).path }));
  const face = faceAnchorOf(sampleFace(0, 0.5));
  file.records.store({
    ...{ kind: 'people', subject: peopleSubject(others), evidenceId: others },
    content: { corrections: [correction({ kind: 'name', face, name: 'Zoë Quimby' })] },
  });
  for (const text of [
    'the light is even',
    'as in caf\u00e9 by noon',
    'as in\nCAFE_BY_NOON',
    'Zoe_Quimby stands there',
    'then\nQuimby left',
  ])
    note(chosen, text);
  expect(await notesInside()).toEqual(['the light is even']);
});

it('withholds error rates whose table of clips names another file or a person in it alone', async () => {
  openAs('a.exhibit');
  storeFinding(file, sampleFinding({ path: file.evidence.row(others).path }));
  storeFinding(file, sampleFinding({ path: file.evidence.row(chosen).path }));
  const { id: findingId } = file.findings.newest(chosen)!;
  const face = faceAnchorOf(sampleFace(0, 0.5));
  file.records.store({
    ...{ kind: 'people', subject: peopleSubject(others), evidenceId: others },
    content: { corrections: [correction({ kind: 'name', face, name: 'Zoë Quimby' })] },
  });
  for (const name of ['ours.csv', 'cafe_by_noon.csv', 'clips of Quimby.csv']) {
    file.audit.append('rates-measured', { evidenceId: chosen, ...ratesOn(findingId, name) });
  }
  expect(file.measuredRates().get(findingId)).toHaveLength(3);
  const inside = viewCase((await pack()).path);
  const left = inside.measuredRates().get(findingId);
  inside.close();
  expect(left?.map(({ set }) => set.name)).toEqual(['ours.csv']);
});

it('names the case by its file alone, and not at all where that names another file', async () => {
  openAs('Berlin.exhibit');
  expect((await pack()).extract).toMatchObject({ casePath: 'Berlin.exhibit' });
  file.close();
  rmSync(join(folder, 'case.exhibit'));
  openAs('Café by noon.exhibit');
  expect((await pack()).extract).toMatchObject({ casePath: '[name withheld]' });
});

it('ends when it is cancelled between two batches of records', async () => {
  openAs('a.exhibit');
  for (let number = 0; number < 600; number += 1) note(chosen, `note ${number}`);
  const cancelled = new AbortController();
  const packing = pack(cancelled.signal);
  cancelled.abort(new Error('cancelled'));
  await expect(packing).rejects.toThrow('cancelled');
});
