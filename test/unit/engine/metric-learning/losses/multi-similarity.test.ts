import { describe, expect, it } from 'vitest';
import { multiSimilarityLoss } from '../../../../../src-main/engine/metric-learning/losses/multi-similarity.ts';

/** Rows at these angles, of different lengths. */
const atDegrees = (...angles: number[]) =>
  Float32Array.from(
    angles.flatMap((angle, index) => {
      const radians = (angle * Math.PI) / 180;
      return [(index + 1) * Math.cos(radians), (index + 1) * Math.sin(radians)];
    }),
  );
const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
const ofPositive = (degrees: number) => Math.log(1 + Math.exp(-2 * (cosine(degrees) - 0.5))) / 2;
const ofNegative = (degrees: number) => Math.log(1 + Math.exp(50 * (cosine(degrees) - 0.5))) / 50;

describe('multi-similarity loss', () => {
  it('weighs the pairs that mining keeps, whatever the lengths of the vectors', () => {
    // a at 0° and 60°, b at 70°. Anchor 0°: positive cos 60° = 0.5, negative cos 70° = 0.34 < 0.5 − 0.1, so none is
    // kept. Anchor 60°: its negative at 10° is more similar than its positive at 60°, so both are. b has no positive.
    const { loss, violating } = multiSimilarityLoss(atDegrees(0, 60, 70), ['a', 'a', 'b']);
    expect(loss).toBeCloseTo((ofPositive(60) + ofNegative(10)) / 3, 6);
    expect(violating).toBeCloseTo(2 / 6, 12);
  });

  it('keeps a pair that is within ε of the other side', () => {
    // cos 60° = 0.5 against cos 63° = 0.454: nearer than 0.1.
    const { violating } = multiSimilarityLoss(atDegrees(0, 60, -63), ['a', 'a', 'b']);
    expect(violating).toBeCloseTo(2 / 6, 12);
  });

  it('costs nothing where the classes are far apart', () => {
    expect(multiSimilarityLoss(atDegrees(0, 5, 90, 95), [...'aabb'])).toMatchObject({
      loss: 0,
      violating: 0,
    });
  });
});
