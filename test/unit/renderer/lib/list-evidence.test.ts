import { describe, expect, it } from 'vitest';
import type { EvidenceRow } from '../../../../src-main/shared/case.ts';
import type { Note, Opinion } from '../../../../src-main/shared/notebook.ts';
import type { CorrectedResult } from '../../../../src-main/shared/people.ts';
import { factsOf, noFacets } from '../../../../src-renderer/lib/evidence-facts.ts';
import { countByStanding, listEvidence, type Listing } from '../../../../src-renderer/lib/list-evidence.ts';
import { evidenceRow } from '../support/rows.ts';

const everything: Listing = {
  text: '',
  outcome: 'all',
  chosen: noFacets,
  factsOf: (row) => factsOf(row, { conclusion: null, notes: [], exhibit: '', people: [] }, undefined),
  sort: 'added',
  descending: false,
  opinionOf: () => null,
};
const rows = [
  evidenceRow(1, { name: 'clip 10.mp4', state: 'done', outcome: 'likely-real', score: 0.1 }),
  evidenceRow(2, { name: 'clip 9.mp4', state: 'done', outcome: 'not-applicable', score: null }),
  evidenceRow(3, { name: 'Brücke.mov', state: 'done', outcome: 'likely-fake', score: 0.9 }),
  evidenceRow(4, { name: 'broken.avi', state: 'failed', sha256: 'c0ffee' }),
  evidenceRow(5, { name: 'later.mp4' }),
];
const ids = (listing: Partial<Listing>) =>
  listEvidence(rows, { ...everything, ...listing }).map((row) => row.id);

describe('listEvidence', () => {
  it('never lists a video without a score as a low one', () => {
    expect(ids({ sort: 'score' })).toEqual([1, 3, 2, 4, 5]);
    expect(ids({ sort: 'score', descending: true })).toEqual([3, 1, 2, 4, 5]);
  });

  it('lists the most urgent verdict first', () => {
    expect(ids({ sort: 'verdict' })).toEqual([3, 1, 2, 4, 5]);
  });

  it('sorts and counts a corrected video by the result that it shows', () => {
    const corrected: CorrectedResult = {
      ...{ outcome: 'likely-real', score: 0.05, authors: ['A. Smith'], key: 'k' },
      ...{ corrections: 1, people: 1, tracks: 2 },
    };
    const all = rows.map((row) => (row.id === 3 ? { ...row, corrected } : row));
    const sorted = listEvidence(all, { ...everything, sort: 'score' });
    expect(sorted.map(({ id }) => id)).toEqual([3, 1, 2, 4, 5]);
    expect(countByStanding(all)).toMatchObject({ 'likely-real': 2, 'likely-fake': 0 });
    expect(listEvidence(all, { ...everything, text: 'corrected' }).map(({ id }) => id)).toEqual([3]);
  });

  it('counts in names, so that clip 9 comes before clip 10', () => {
    expect(ids({ sort: 'name' })).toEqual([4, 3, 2, 1, 5]);
  });

  it('finds every word anywhere in the path, or the start of a hash', () => {
    expect(ids({ text: 'BRÜCKE evidence' })).toEqual([3]);
    expect(ids({ text: 'c0ff' })).toEqual([4]);
    expect(ids({ text: 'brücke absent' })).toEqual([]);
  });

  it('finds words of verdicts and of notes, and lists what every chosen facet lets through', () => {
    const notes = [
      { place: { kind: 'video' }, region: null, tags: ['lips'], text: 'Look at the harbour' },
    ] as const satisfies Note[];
    const factsWithNotes = (row: EvidenceRow) =>
      factsOf(
        row,
        { conclusion: null, notes: row.id === 2 ? notes : [], exhibit: '', people: [] },
        undefined,
      );
    expect(ids({ text: 'likely fake' })).toEqual([3]);
    expect(ids({ text: 'harbour LIPS', factsOf: factsWithNotes })).toEqual([2]);
    expect(ids({ chosen: { ...noFacets, tag: 'lips' }, factsOf: factsWithNotes })).toEqual([2]);
    expect(ids({ chosen: { ...noFacets, tag: 'lips', codec: 'h264' }, factsOf: factsWithNotes })).toEqual([]);
  });

  it('orders by the scale of the examiner’s conclusion, fake first, and videos without one last', () => {
    const opinions: Partial<Record<number, Opinion>> = { 2: 'real-strongly', 5: 'fake-weakly' };
    const listing = { sort: 'conclusion', opinionOf: (id: number) => opinions[id] ?? null } as const;
    expect(ids(listing)).toEqual([5, 2, 1, 3, 4]);
    expect(ids({ ...listing, descending: true })).toEqual([2, 5, 1, 3, 4]);
  });

  it('does not count a video whose verdict is hidden as not analysed', () => {
    const hidden = evidenceRow(6, { state: 'done', blind: true });
    expect(countByStanding([...rows, hidden])).toMatchObject({ hidden: 1, open: 1 });
  });

  it('keeps failures and what is not analysed apart from every verdict', () => {
    expect(ids({ outcome: 'failed' })).toEqual([4]);
    expect(ids({ outcome: 'open' })).toEqual([5]);
    expect(ids({ outcome: 'likely-real' })).toEqual([1]);
  });

  it('leaves the list of the case as it was', () => {
    const before = rows.map((row) => row.id);
    ids({ sort: 'score', descending: true });
    expect(rows.map((row) => row.id)).toEqual(before);
  });
});

describe('countByStanding', () => {
  it('counts each video once', () => {
    const { all, ...standings } = countByStanding(rows);
    expect(all).toBe(5);
    expect(Object.values(standings).reduce((sum, count) => sum + count)).toBe(5);
    expect(standings['not-applicable']).toBe(1);
  });
});
