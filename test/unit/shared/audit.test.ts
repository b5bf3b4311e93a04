import { expect, it } from 'vitest';
import { actionWords, detailText } from '../../../src-main/shared/audit-wording.ts';
import { filterLog, type LogLine } from '../../../src-main/shared/audit.ts';

const line = (seq: number, change: Partial<LogLine>): LogLine => ({
  ...{ seq, at: '2026-03-01T14:05:09.000Z', author: 'A. Smith', action: 'evidence-added' },
  ...{ evidenceId: 1, evidence: 'a.mp4', detail: { path: '/evidence/a.mp4', sizeBytes: 7 } },
  ...change,
});
const note = line(2, {
  ...{ action: 'note-stored', author: 'B. Jones' },
  detail: {
    recordId: 3,
    subject: 'note/1',
    old: { text: 'Seam.', tags: [] },
    new: { text: 'Seam at the jaw.', tags: [] },
  },
});
const everything = { text: '', author: '', action: '' };

it('finds the words of what an entry shows, in any order', () => {
  const lines = [line(1, {}), note];
  const found = (text: string) => filterLog(lines, { ...everything, text }).map(({ seq }) => seq);
  expect(found('')).toEqual([1, 2]);
  expect(found('jaw NOTE')).toEqual([2]);
  expect(found('file added')).toEqual([1]);
  expect(found('2026-03-01 a.mp4')).toEqual([1, 2]);
  expect(found('nothing of it')).toEqual([]);
});

it('keeps the entries of one author or of one kind', () => {
  const lines = [line(1, {}), note, line(3, { author: null })];
  expect(filterLog(lines, { ...everything, author: 'A. Smith' }).map(({ seq }) => seq)).toEqual([1]);
  expect(filterLog(lines, { ...everything, action: 'note-stored' }).map(({ seq }) => seq)).toEqual([2]);
});

it('says what changed, with the old and the new value, and nothing else', () => {
  expect(detailText(note)).toBe('Note 1: text: “Seam.” → “Seam at the jaw.”');
  const undone = line(4, {
    action: 'note-removed',
    detail: { recordId: 4, subject: 'note/1', undo: 3, old: { text: 'Seam.' }, new: null },
  });
  expect(detailText(undone)).toBe('Note 1 (undone): removed; it was text: Seam.');
  expect(actionWords('note-removed')).toBe('Note removed');
});

it('says in words what an analysis found, and hashes after them', () => {
  const finished = line(6, {
    action: 'analysis-finished',
    detail: { findingId: 3, findingSha256: 'f0', outcome: 'likely-fake', sha256: 'e0', sizeBytes: 1200 },
  });
  expect(detailText(finished)).toBe(
    'finding: 3; outcome: Likely fake; size: 1,200 bytes; digest of the finding: f0; SHA-256: e0',
  );
});

it('says what a batch was to do, and not the number of each of its files', () => {
  const begun = line(7, {
    action: 'job-created',
    detail: {
      ...{ jobId: 3, evidenceIds: [4, 5, 9], createdAt: '2026-03-01T14:05:09.000Z' },
      parameters: { sampling: { kind: 'spread', count: 32 }, minFacePx: 20, detectSizePx: 1280, maxFaces: 8 },
    },
  });
  expect(actionWords('job-created')).toBe('Batch of analyses asked for');
  expect(detailText(begun)).toBe(
    'batch 3 of 3 files; 32 frames spread evenly; smallest face 20 px; frames scaled down to 1280 px; at most 8 faces in one frame',
  );
});

it('tells nothing of an entry that is hidden', () => {
  expect(detailText(line(5, { action: 'impression-stored', detail: { hidden: true } }))).toMatch(/^Hidden/);
});

it('shows an action of a newer Exhibit as it stands in the log', () => {
  expect(actionWords('capsule-sealed')).toBe('capsule-sealed');
  expect(actionWords('seal-stored')).toBe('seal-stored');
  for (const member of ['constructor', 'toString', 'constructor-stored', '__proto__'])
    expect(actionWords(member)).toBe(member);
  const odd = { constructor: 'a', outcome: 'toString', opinion: 'valueOf' };
  expect(detailText(line(8, { detail: odd }))).toBe('constructor: a; outcome: toString; opinion: valueOf');
});
