import { describe, expect, it } from 'vitest';
import { alignmentUniformityLoss } from '../../../../../src-main/engine/metric-learning/losses/alignment-uniformity.ts';

describe('alignment and uniformity', () => {
  it('adds the squared distance of like pairs and the log of the mean potential of all', () => {
    // On the unit circle: a at 0° and 90° (squared distance 2), b at 180° (4 and 2).
    const { loss, violating } = alignmentUniformityLoss(Float32Array.of(5, 0, 0, 2, -1, 0), ['a', 'a', 'b']);
    const potential = (2 * Math.exp(-4) + Math.exp(-8)) / 3;
    expect(loss).toBeCloseTo(2 + Math.log(potential), 6);
    // No negative is nearer than the positive: from 90° both are as near.
    expect(violating).toBe(0);
  });

  it('counts the positives that lie behind a negative', () => {
    // a at 0° and 180°, b at 90°: b is nearer to both.
    expect(alignmentUniformityLoss(Float32Array.of(1, 0, -1, 0, 0, 1), ['a', 'a', 'b']).violating).toBe(1);
  });

  it('is least where each class is one point and the classes lie opposite', () => {
    const apart = alignmentUniformityLoss(Float32Array.of(1, 0, 1, 0, -1, 0, -1, 0), [...'aabb']).loss;
    const near = alignmentUniformityLoss(Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1), [...'aabb']).loss;
    const mixed = alignmentUniformityLoss(Float32Array.of(1, 0, -1, 0, -1, 0, 1, 0), [...'aabb']).loss;
    expect(apart).toBeLessThan(near);
    expect(near).toBeLessThan(mixed);
  });
});
