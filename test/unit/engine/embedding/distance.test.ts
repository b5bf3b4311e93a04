import { describe, expect, it } from 'vitest';
import { cosine, squaredEuclidean } from '../../../../src-main/engine/embedding/distance.ts';

describe('distances between embeddings', () => {
  const a = Float32Array.of(0.6, 0.8);
  const b = Float32Array.of(0.8, 0.6);

  it('is 2 − 2 · cosine between unit vectors', () => {
    expect(squaredEuclidean(a, b)).toBeCloseTo(2 - 2 * cosine(a, b), 6);
    expect(squaredEuclidean(a, b)).toBeCloseTo(0.08, 6);
  });

  it('runs from 0 for one vector to 4 for its opposite', () => {
    expect(squaredEuclidean(a, a)).toBe(0);
    expect(squaredEuclidean(a, Float32Array.of(-0.6, -0.8))).toBeCloseTo(4, 6);
  });

  it('has a cosine that forgets length', () => {
    expect(cosine(a, Float32Array.of(6, 8))).toBeCloseTo(1, 6);
    expect(cosine(a, Float32Array.of(0, 0))).toBe(0);
  });

  it('refuses vectors of different embedders', () => {
    expect(() => squaredEuclidean(a, new Float32Array(3))).toThrow(RangeError);
    expect(() => cosine(a, new Float32Array(3))).toThrow(RangeError);
  });
});
