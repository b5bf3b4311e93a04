import { describe, expect, it } from 'vitest';
import { crossEntropy, fakeProbabilities } from '../../../../src-main/engine/softmax-learning/softmax.ts';
import { centralDifferences, relativeError } from '../../../support/central-differences.ts';

describe('softmax and cross-entropy', () => {
  it('costs ln 2 where the net says nothing, and counts right answers', () => {
    expect(crossEntropy(Float32Array.of(0, 0), ['fake']).loss).toBeCloseTo(Math.LN2, 12);
    // p(fake) = e / (1 + e) twice: right for the first row, wrong for the second.
    const { loss, right } = crossEntropy(Float32Array.of(1, 2, 4, 5), ['fake', 'real']);
    const p = Math.E / (1 + Math.E);
    expect(loss).toBeCloseTo(-(Math.log(p) + Math.log(1 - p)) / 2, 12);
    expect(right).toBe(1);
  });

  it('has the gradient that central differences give', () => {
    const logits = Float32Array.of(0.3, -1, 2, 0.5, -0.2, 0.7);
    const labels = ['fake', 'real', 'fake'] as const;
    const { gradient } = crossEntropy(logits, labels);
    const reference = centralDifferences(logits, 1e-3, (moved) => crossEntropy(moved, labels).loss);
    expect(relativeError(gradient, reference)).toBeLessThan(1e-5);
  });

  it('stays finite for logits that are far apart', () => {
    const { loss, gradient } = crossEntropy(Float32Array.of(1e4, -1e4), ['fake']);
    expect(loss).toBe(2e4);
    expect([...gradient]).toEqual([1, -1]);
    expect(fakeProbabilities(Float32Array.of(1e4, -1e4, 0, Math.log(3)))).toEqual([
      0,
      expect.closeTo(0.75, 6),
    ]);
  });
});
