/** Records whose entries tell of them otherwise, or which are versions of another thing than they hold. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { canonicalJson } from '../../../src-main/engine/support/canonical-json.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { noExhibit, type Note } from '../../../src-main/shared/notebook.ts';
import { peopleSubject } from '../../../src-main/shared/people.ts';
import { correction, faceAnchorOf } from '../../support/corrected.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';

let folder: string;
let path: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-logged-'));
  path = join(folder, 'a.exhibit');
  file = createCase(path, 'Exhibit test');
  file.records.store({
    ...{ kind: 'examiner', subject: 'examiner', evidenceId: null },
    content: { name: 'A. Smith' },
  });
  storeFinding(file);
  file.evidence.add({ path: '/evidence/b.mp4', sizeBytes: 7 });
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const problems = async () => (await file.verify()).faults.map(({ problem }) => problem);
const noted = (text: string): Note => ({ place: { kind: 'video' }, region: null, tags: [], text });
const store = (record: object) =>
  file.records.store({ evidenceId: 1, ...record } as unknown as Parameters<typeof file.records.store>[0]);

describe('a record under the subject of something else', () => {
  const face = faceAnchorOf(sampleFinding().tracks[0]!.faces[0]!);
  it.each([
    [
      {
        kind: 'people',
        subject: peopleSubject(2),
        content: { corrections: [correction({ kind: 'no-face', face })] },
      },
    ],
    [{ kind: 'exhibit', subject: 'exhibit/2', content: noExhibit }],
    [{ kind: 'note', subject: 'exhibit/1', content: noted('x') }],
    [{ kind: 'note', subject: 'note/01', content: noted('x') }],
    [{ kind: 'exhibit', subject: 'people/1', content: noExhibit }],
    [{ kind: 'details', subject: 'exhibit/1', evidenceId: null, content: null }],
    [{ kind: 'blind', subject: 'blind', evidenceId: null, content: null }],
  ])('%j is named', async (record) => {
    store(record);
    expect(await problems()).toEqual([
      expect.stringContaining('that is about something else: it was put in by other means'),
    ]);
  });

  it('is named where the version before is on another file', async () => {
    store({ kind: 'note', subject: 'note/1', content: noted('of file 1') });
    store({ kind: 'note', subject: 'note/1', evidenceId: 2, content: noted('of file 2') });
    expect(await problems()).toEqual([
      'Note 1 has a record 3 on another file than the version before it: it was put in by other means.',
    ]);
  });
});

/** Somebody who knows how the log is hashed changes an entry and makes all hashes after it anew. */
function rewritten(seq: number, change: (detail: Record<string, unknown>) => Record<string, unknown>): void {
  let previousHash = '';
  const rows = [...file.audit.entries()].map((entry) => {
    const detail = entry.seq === seq ? change(entry.detail) : entry.detail;
    const content = { ...{ seq: entry.seq, at: entry.at, action: entry.action, detail } };
    const linked = { ...content, previousHash: previousHash || entry.previousHash };
    previousHash = sha256Of(canonicalJson(linked));
    return { ...linked, hash: previousHash };
  });
  file.close();
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  tamper(
    path,
    rows
      .map(
        ({ seq: number, detail, previousHash: previous, hash }) =>
          `UPDATE audit_log SET detail = ${text(canonicalJson(detail))}, previous_hash = ${text(previous)}, hash = ${text(hash)} WHERE seq = ${number};`,
      )
      .join('\n'),
  );
  file = openCase(path, 'Exhibit test');
}

describe('an entry on the notebook that names no record is named', () => {
  it.each(['examiner-stored', 'note-removed'] as const)('%s', async (action) => {
    const said = { author: action === 'examiner-stored' ? 'B. Jones' : 'A. Smith' };
    file.audit.append(action, { ...said, subject: 'note/1', old: null, new: { name: 'B. Jones' } });
    expect(await problems()).toContain(
      'Audit entry 6 tells of a record of the notebook, but names none: the entry was put in by other means.',
    );
  });
});

it('an entry that tells of a finding otherwise than it is stored is named, though every hash holds', async () => {
  const { outcome } = file.findings.get(1)!.verdict;
  const { seq } = [...file.audit.entriesOf('analysis-finished')][0]!;
  const told = { outcome: outcome === 'likely-real' ? 'likely-fake' : 'likely-real' };
  const problem = `Audit entry ${seq} tells of finding 1 otherwise than it is stored.`;
  rewritten(seq, (detail) => ({ ...detail, ...told }));
  expect(await problems()).toContain(problem);
  rewritten(seq, (detail) => ({ ...detail, outcome, findingId: '1' }));
  expect(await problems()).toContain(problem);
  rewritten(seq, (detail) => ({ ...detail, outcome, findingId: 1 }));
  expect(await problems()).toEqual([]);
});

it('a record that is taken back is not read again for each that names it', () => {
  store({ kind: 'note', subject: 'note/1', content: noted('the edge flickers') });
  file.records.undo();
  expect(file.records.logged(3)).toMatchObject({ record: { target: 2 } });
  expect(file.records.logged(3)).toHaveProperty('target', {
    ...{ kind: 'note', subject: 'note/1', evidenceId: 1 },
  });
});

describe('an entry', () => {
  beforeEach(() => {
    store({ kind: 'note', subject: 'note/1', content: noted('the edge flickers') });
  });
  const seq = 6;

  it('that quotes another text than the record has is named, though every hash holds', async () => {
    rewritten(seq, (detail) => ({ ...detail, new: noted('nothing odd') }));
    expect(await problems()).toEqual([
      'Note 1 was changed outside Exhibit: record 2 differs from audit entry 6.',
    ]);
  });

  it('on a record that an entry before told of is named', async () => {
    const { action, detail } = file.audit.last()!;
    file.audit.append(action, detail);
    expect(await problems()).toEqual([
      'Audit entry 7 tells of record 2 after a later record, or for the second time: the entry was put in by other means.',
    ]);
  });

  it('is right with both whole lists of corrections, as early versions wrote it, and with no other', async () => {
    const face = faceAnchorOf(sampleFinding().tracks[0]!.faces[0]!);
    const [first, second] = ['A', 'B'].map((name) => correction({ kind: 'name', face, name }));
    const people = { kind: 'people', subject: peopleSubject(1) };
    store({ ...people, content: { corrections: [first] } });
    store({ ...people, content: { corrections: [first, second] } });
    const whole = { old: { corrections: [first] }, new: { corrections: [first, second] } };
    rewritten(8, (detail) => ({ ...detail, ...whole }));
    expect(await problems()).toEqual([]);
    rewritten(8, (detail) => ({ ...detail, ...whole, old: null }));
    expect(await problems()).toEqual([
      'The list of corrected tracks of evidence 1 was changed outside Exhibit: record 4 differs from audit entry 8.',
    ]);
  });

  it('is right as Exhibit wrote it, also of what was taken back', async () => {
    file.records.undo();
    file.records.redo();
    rewritten(seq, (detail) => detail);
    expect(await problems()).toEqual([]);
  });
});
