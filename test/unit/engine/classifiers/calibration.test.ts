import { describe, expect, it } from 'vitest';
import { calibrated, fitIsotonic, fitPlatt } from '../../../../src-main/engine/classifiers/calibration.ts';
import type { RawScore } from '../../../../src-main/engine/classifiers/calibration.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const of = (label: 'real' | 'fake', ...raws: number[]): RawScore[] => raws.map((raw) => ({ label, raw }));

/** Labels drawn with probability σ(3 raw − 1). */
function drawn(count: number): RawScore[] {
  const random = createRandom(1);
  return Array.from({ length: count }, () => {
    const raw = 4 * random.next() - 2;
    const probability = 1 / (1 + Math.exp(1 - 3 * raw));
    return { raw, label: random.next() < probability ? 'fake' : 'real' };
  });
}

describe('Platt calibration', () => {
  it('finds the curve that the labels were drawn from', () => {
    const { slope, intercept } = fitPlatt(drawn(20_000));
    expect(slope).toBeCloseTo(3, 0);
    expect(intercept).toBeCloseTo(-1, 0);
  });

  it('stays finite, and short of certainty, on separated scores', () => {
    const curve = fitPlatt([...of('real', 0, 0.1, 0.2), ...of('fake', 0.8, 0.9, 1)]);
    expect(Number.isFinite(curve.slope)).toBe(true);
    expect(calibrated(curve, 1)).toBeGreaterThan(0.7);
    // Platt's target for three fakes is 4/5.
    expect(calibrated(curve, 1)).toBeLessThan(0.9);
  });

  it('counts a weight of two as the score given twice', () => {
    const scores = [...of('real', 0, 1, 2), ...of('fake', 1, 2, 3)];
    const twice = fitPlatt([...scores, { label: 'fake', raw: 3 }]);
    const weighted = fitPlatt(scores.map((score) => ({ ...score, weight: score.raw === 3 ? 2 : 1 })));
    expect(weighted.slope).toBeCloseTo(twice.slope, 6);
    expect(weighted.intercept).toBeCloseTo(twice.intercept, 6);
  });
});

describe('isotonic calibration', () => {
  it('pools neighbours that fall, and only those', () => {
    const curve = fitIsotonic([...of('real', 1, 3), ...of('fake', 2, 4)]);
    const probabilities = [1, 2, 3, 4].map((raw) => calibrated(curve, raw));
    expect(probabilities).toEqual([0, 0.5, 0.5, 1]);
  });

  it('is linear between training scores and constant beyond them', () => {
    const curve = fitIsotonic([...of('real', 0), ...of('fake', 1)]);
    expect([-5, 0.25, 5].map((raw) => calibrated(curve, raw))).toEqual([0, 0.25, 1]);
  });

  it('never falls', () => {
    const curve = fitIsotonic(drawn(500));
    let last = 0;
    for (let raw = -2; raw <= 2; raw += 0.01) {
      const probability = calibrated(curve, raw);
      expect(probability).toBeGreaterThanOrEqual(last - 1e-12);
      last = probability;
    }
  });

  it('is one level when the order of the classes is upside down', () => {
    const curve = fitIsotonic([...of('fake', 0, 1), ...of('real', 2, 3)]);
    expect([0, 1, 2, 3].map((raw) => calibrated(curve, raw))).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});
