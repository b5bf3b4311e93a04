import { describe, expect, it } from 'vitest';
import type { Label } from '../../../../src-main/shared/domain.ts';
import { createBatches } from '../../../../src-main/engine/metric-learning/batches.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

/** `counts[v]` faces of video v. */
function faces(label: Label, counts: number[]) {
  return counts.flatMap((count, video) =>
    Array.from({ length: count }, () => ({ label, video: `${label} ${video}` })),
  );
}

describe('batches', () => {
  // One clip far longer than the others, and few clips in all: the hardest case for grouping.
  const uneven = [...faces('real', [500, 3, 1]), ...faces('fake', [2, 90])];

  it('give every anchor a positive from another video', () => {
    const nextEpoch = createBatches(uneven, 32, createRandom(1));
    for (const batch of [...nextEpoch(), ...nextEpoch()]) {
      for (const anchor of batch) {
        const { label, video } = uneven[anchor]!;
        expect(batch.some((other) => uneven[other]!.label === label && uneven[other]!.video !== video)).toBe(
          true,
        );
      }
    }
  });

  it('are half real and half fake', () => {
    for (const batch of createBatches(uneven, 32, createRandom(2))()) {
      expect(batch).toHaveLength(32);
      expect(batch.filter((index) => uneven[index]!.label === 'fake')).toHaveLength(16);
    }
  });

  it('use every face of evenly filmed videos within a few epochs', () => {
    const even = [...faces('real', [20, 20, 20, 20]), ...faces('fake', [20, 20, 20, 20])];
    const nextEpoch = createBatches(even, 32, createRandom(3));
    const seen = new Set([...nextEpoch(), ...nextEpoch()].flat());
    expect(seen.size).toBe(even.length);
  });

  it('come again with the same seed', () => {
    const draw = () => createBatches(uneven, 32, createRandom(4))();
    expect(draw()).toEqual(draw());
  });

  it('cannot be made when a class has a single video', () => {
    const single = [...faces('real', [5, 5]), ...faces('fake', [9])];
    expect(() => createBatches(single, 32, createRandom(1))).toThrow(
      expect.objectContaining({ code: 'train/too-little-data' }),
    );
  });

  it.each([2, 33])('cannot hold both classes evenly with %i faces', (batchSize) => {
    expect(() => createBatches(uneven, batchSize, createRandom(1))).toThrow(RangeError);
  });
});
