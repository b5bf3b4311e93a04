import { expect, it } from 'vitest';
import {
  countFacets,
  facetText,
  factsOf,
  type Written,
} from '../../../../src-renderer/lib/evidence-facts.ts';
import { evidenceRow } from '../support/rows.ts';

const nothing: Written = { conclusion: null, notes: [], exhibit: '', people: [] };
const facts = (row: Parameters<typeof evidenceRow>[1], written = nothing) =>
  factsOf(evidenceRow(1, row), written, undefined);

it('does not count a video that was not analysed as one without faces or remarks', () => {
  const { faces, remark, size } = facts({}).facets;
  expect([faces, remark, size]).toEqual([[], [], []]);
  const none = facts({ state: 'done', faceCount: 0, remarks: 0 }).facets;
  expect([none.faces, none.remark]).toEqual([['none'], ['without']]);
});

it('counts a tag once for a video, however many notes have it', () => {
  const note = { place: { kind: 'video' }, region: null, tags: ['lips'], text: '' } as const;
  const written = { ...nothing, notes: [note, note].map((each) => ({ ...each, tags: [...each.tags] })) };
  const counts = countFacets([facts({}, written), facts({})]);
  expect(counts.tag).toEqual([['lips', 1]]);
  expect(counts.conclusion).toEqual([['none', 2]]);
});

it('is filtered by the people that examiners named, and found by their names', () => {
  const named = facts({}, { ...nothing, people: ['A. Novak', 'B. Klein'] });
  expect(countFacets([named, facts({}, { ...nothing, people: ['A. Novak'] })]).person).toEqual([
    ['A. Novak', 2],
    ['B. Klein', 1],
  ]);
  expect(named.text).toContain('b. klein');
});

it('shows each value in words, in the order of these, and filters by what no language changes', () => {
  const basis = { sha256: null, findingId: null };
  const conclusion = { person: null, reviewed: true, confidence: 'high', reasons: '', basis } as const;
  const opinions = ['real-weakly', 'cannot-say', null, 'neither'] as const;
  const all = opinions.map((opinion) =>
    facts({}, { ...nothing, conclusion: opinion && { ...conclusion, opinion } }),
  );
  const { conclusion: counts } = countFacets(all);
  expect(counts.map(([value]) => [value, facetText('conclusion', value)])).toEqual([
    ['cannot-say', 'Cannot say'],
    ['none', 'No conclusion'],
    ['neither', 'No support either way'],
    ['real-weakly', 'Real, weakly'],
  ]);
  // What examiners wrote themselves is shown as it is.
  expect(facetText('tag', 'none')).toBe('none');
  expect(facetText('remark', 'media/decode-failed')).toBe('Failed: decode failed');
});

it('orders resolutions by their number', () => {
  const sizes = [
    [1920, 1080],
    [640, 360],
  ].map(([width, height]) => facts({ width: width!, height: height! }));
  expect(countFacets(sizes).size.map(([value]) => value)).toEqual(['640 × 360', '1920 × 1080']);
});

it('finds a failed file by its code', () => {
  const failed = facts({
    state: 'failed',
    error: { code: 'media/decode-failed', message: 'The file is cut short.' },
  });
  expect(failed.facets.remark).toEqual(['media/decode-failed']);
  expect(failed.text).toContain('cut short');
});

it('dates a video by the day of its analysis in UTC', () => {
  expect(facts({ state: 'done', analysedAt: '2026-03-01T23:05:09.000Z' }).facets.analysed).toEqual([
    '2026-03-01',
  ]);
  expect(facts({}).facets.analysed).toEqual([]);
});
