import { describe, expect, it } from 'vitest';
import { squaredEuclidean } from '../../../../src-main/engine/embedding/distance.ts';

describe('the distance between embeddings', () => {
  const a = Float32Array.of(0.6, 0.8);

  it('is 2 − 2 · cosine between unit vectors', () => {
    const cosine = 0.6 * 0.8 + 0.8 * 0.6;
    expect(squaredEuclidean(a, Float32Array.of(0.8, 0.6))).toBeCloseTo(2 - 2 * cosine, 6);
  });

  it('runs from 0 for one vector to 4 for its opposite', () => {
    expect(squaredEuclidean(a, a)).toBe(0);
    expect(squaredEuclidean(a, Float32Array.of(-0.6, -0.8))).toBeCloseTo(4, 6);
  });

  it('refuses vectors of different embedders', () => {
    expect(() => squaredEuclidean(a, new Float32Array(3))).toThrow(RangeError);
  });
});
