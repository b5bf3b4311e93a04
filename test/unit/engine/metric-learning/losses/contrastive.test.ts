import { describe, expect, it } from 'vitest';
import { contrastiveLoss } from '../../../../../src-main/engine/metric-learning/losses/contrastive.ts';

describe('contrastive loss', () => {
  it('is half the squared distance of like pairs, and half the squared gap of unlike ones', () => {
    // a at 0 and 2, b at 3. Pairs: (0, 2) alike, ½ · 4 = 2; (0, 3) beyond the margin 2.5, 0; (2, 3) ½ · 1.5² = 1.125.
    const { loss, violating } = contrastiveLoss(Float32Array.of(0, 2, 3), ['a', 'a', 'b'], 2.5);
    expect(loss).toBeCloseTo((2 + 1.125) / 3, 12);
    expect(violating).toBeCloseTo(1 / 3, 12);
  });

  it('counts a like pair beyond the margin as violating', () => {
    expect(contrastiveLoss(Float32Array.of(0, 2), ['a', 'a'], 1.5).violating).toBe(1);
  });
});
