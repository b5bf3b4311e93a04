import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { glorotUniform, orthogonal } from '../../../../src-main/engine/softmax-learning/initial-weights.ts';

describe('initial weights', () => {
  it('of Glorot fill their range, with the variance 2 / (inputs + outputs)', () => {
    const weights = glorotUniform(100, 50, createRandom(1));
    const limit = Math.sqrt(6 / 150);
    expect(Math.max(...weights)).toBeLessThanOrEqual(limit);
    expect(Math.max(...weights)).toBeGreaterThan(0.99 * limit);
    const variance = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
    expect(variance).toBeCloseTo(2 / 150, 3);
  });

  it('of an orthogonal kernel are rows of length 1 at right angles', () => {
    const kernel = orthogonal(6, 24, createRandom(2));
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 6; b++) {
        let product = 0;
        for (let k = 0; k < 24; k++) product += kernel[a * 24 + k]! * kernel[b * 24 + k]!;
        expect(product).toBeCloseTo(a === b ? 1 : 0, 6);
      }
    }
  });
});
