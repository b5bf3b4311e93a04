import { expect, it } from 'vitest';
import { findDuplicates, type ComparedClip } from '../../../../src-main/engine/lab/find-duplicates.ts';
import { bytesPerFrame } from '../../../../src-main/engine/lab/frame-hash.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const signal = new AbortController().signal;

/** @param look clips of one number look alike */
function clip(look: number, clip: Partial<ComparedClip> = {}): ComparedClip {
  const random = createRandom(look);
  const frameHash = Uint8Array.from({ length: bytesPerFrame }, () => random.integer(256));
  const own = `clip that looks like ${look}`;
  return { label: 'real', method: null, donors: [], source: own, sha256: own, frameHash, ...clip };
}
const different = (count: number) =>
  Array.from({ length: count }, (_, each) => ({ sha256: `file ${each}`, source: `source ${each}` }));

it('finds the same file, and what looks the same, under one label', async () => {
  const [a, b, c, d] = different(4);
  const clips = [clip(1, a), clip(2, b), clip(1, { ...c, sha256: 'file 0' }), clip(2, d)];
  const { duplicates, sources } = await findDuplicates(clips, signal);
  expect([...duplicates]).toEqual([
    [2, { of: 0, kind: 'same-file' }],
    [3, { of: 1, kind: 'alike' }],
  ]);
  expect(sources).toEqual(['source 0', 'source 1', 'source 0', 'source 1']);
});

it('ties a fake to the original that it looks like; neither repeats the other', async () => {
  const [a, b, c] = different(3);
  const clips = [clip(1, a), clip(1, { ...b, label: 'fake' }), clip(3, { ...c, source: 'source 1' })];
  const { duplicates, sources } = await findDuplicates(clips, signal);
  expect(duplicates.size).toBe(0);
  expect(sources).toEqual(['source 0', 'source 0', 'source 0']);
});

it('leaves what the set itself tells apart: one recording in two compressions, fakes of other faces or methods', async () => {
  const [a, b, c, d, e] = different(5);
  const fake = { label: 'fake' as const, method: 'Deepfakes', donors: ['003'] };
  const clips = [
    clip(1, { ...a, source: '000' }),
    clip(1, { ...b, source: '000' }),
    clip(2, { ...c, ...fake }),
    clip(2, { ...d, ...fake, donors: ['004'] }),
    clip(2, { ...e, ...fake, method: 'FaceSwap' }),
  ];
  const { duplicates, sources } = await findDuplicates(clips, signal);
  expect(duplicates.size).toBe(0);
  expect(new Set(sources.slice(2)).size).toBe(1);
});

it('names no duplicate as what another one repeats', async () => {
  const [a, b, c] = different(3);
  const clips = [clip(1, a), clip(1, b), clip(1, { ...c, sha256: 'file 1' })];
  const { duplicates } = await findDuplicates(clips, signal);
  expect(duplicates.get(1)).toEqual({ of: 0, kind: 'alike' });
  expect(duplicates.get(2)).toEqual({ of: 0, kind: 'same-file' });
});

it('trusts neither label of a file that stands under both', async () => {
  const clips = [clip(1, { sha256: 'x', label: 'fake' }), clip(2), clip(1, { sha256: 'x' })];
  const { contradictions, duplicates } = await findDuplicates(clips, signal);
  expect([...contradictions]).toEqual([
    [0, 2],
    [2, 0],
  ]);
  expect(duplicates.size).toBe(0);
});

it('stops when it is told to', async () => {
  const stop = AbortSignal.abort(new Error('enough'));
  await expect(findDuplicates([clip(1), clip(2)], stop)).rejects.toThrow('enough');
});
