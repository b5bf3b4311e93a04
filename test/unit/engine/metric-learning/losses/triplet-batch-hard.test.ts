import { describe, expect, it } from 'vitest';
import { tripletBatchHardLoss } from '../../../../../src-main/engine/metric-learning/losses/triplet-batch-hard.ts';

describe('batch-hard triplet loss', () => {
  it('takes the farthest positive and the nearest negative of each anchor, by plain distance', () => {
    // On a line: a at 0, 1 and 4, b at 6 and 7. Hardest triplets, as D(a, p) − D(a, n) + 2:
    // 0: 4 − 6 + 2 = 0; 1: 3 − 5 + 2 = 0; 4: 4 − 2 + 2 = 4; 6: 1 − 2 + 2 = 1; 7: 1 − 3 + 2 = 0.
    const { loss, violating } = tripletBatchHardLoss(Float32Array.of(0, 1, 4, 6, 7), [...'aaabb'], 2);
    expect(loss).toBeCloseTo(1, 12);
    expect(violating).toBeCloseTo(2 / 5, 12);
  });

  it('leaves out anchors without a positive', () => {
    // Only 0 and 1 are anchors: 1 − 3 + 3 = 1 and 1 − 2 + 3 = 2.
    expect(tripletBatchHardLoss(Float32Array.of(0, 1, 3), [...'aab'], 3).loss).toBeCloseTo(1.5, 12);
  });

  it('costs nothing in a batch of one class', () => {
    expect(tripletBatchHardLoss(Float32Array.of(0, 1), ['a', 'a'], 1)).toMatchObject({
      loss: 0,
      violating: 0,
    });
  });
});
