import { describe, expect, it } from 'vitest';
import {
  familiarLimit,
  nearestDistance,
  noveltyOf,
} from '../../../../src-main/engine/classifiers/nearest-neighbours.ts';

const known = [Float32Array.of(0, 0), Float32Array.of(3, 4)];

describe('novelty', () => {
  it('is the Euclidean distance to the closest training vector over the limit', () => {
    expect(nearestDistance(Float32Array.of(0, 1), known)).toBe(1);
    expect(noveltyOf(Float32Array.of(0, 1), { vectors: known, limit: 0.5 })).toBe(2);
  });

  it('is 0 on the training data itself', () => {
    expect(noveltyOf(Float32Array.of(3, 4), { vectors: known, limit: 0.5 })).toBe(0);
  });

  it('stays at or below 1 for 99 of 100 held-out faces', () => {
    const distances = Array.from({ length: 1000 }, (_, index) => (index * 7919) % 1000);
    const limit = familiarLimit(distances);
    expect(distances.filter((distance) => distance <= limit)).toHaveLength(990);
  });
});
