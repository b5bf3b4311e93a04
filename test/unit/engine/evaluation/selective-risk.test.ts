import { describe, expect, it } from 'vitest';
import { balancedAccuracy, confusionAt } from '../../../../src-main/engine/evaluation/confusion.ts';
import {
  areaUnderRiskCoverage,
  confidenceAtCoverage,
  coveredShares,
  riskAtCoverage,
  riskCoverageCurve,
  type ConfidentCall,
} from '../../../../src-main/engine/evaluation/selective-risk.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const random = createRandom(7);

/** So many of each class, a share of them wrong, with confidence as it is given. */
function calls(perClass: number, wrong: number, confidenceOf: (isWrong: boolean, index: number) => number) {
  return Array.from({ length: 2 * perClass }, (_, index): ConfidentCall => {
    const isWrong = index % perClass < wrong;
    const label = index < perClass ? 'real' : 'fake';
    return { label, isWrong, confidence: confidenceOf(isWrong, index) };
  });
}

describe('risk at full coverage', () => {
  it('is the error rate', () => {
    const list = calls(50, 10, () => random.next());
    expect(riskCoverageCurve(list).at(-1)!.coverage).toBeCloseTo(1, 12);
    expect(riskCoverageCurve(list).at(-1)!.risk).toBeCloseTo(0.2, 12);
    expect(riskAtCoverage(list, 1)).toBeCloseTo(0.2, 12);
  });

  it('is 1 − balanced accuracy where the classes are not of one size', () => {
    const scored = Array.from({ length: 90 }, (_, index) => ({
      label: index < 70 ? ('fake' as const) : ('real' as const),
      score: random.next(),
    }));
    const list = scored.map(({ label, score }) => ({
      ...{ label, confidence: Math.abs(score - 0.5) },
      isWrong: score >= 0.5 !== (label === 'fake'),
    }));
    expect(riskAtCoverage(list, 1)).toBeCloseTo(1 - balancedAccuracy(confusionAt(scored, 0.5)), 12);
  });
});

describe('a perfect ranking', () => {
  const list = calls(500, 100, (isWrong, index) => (isWrong ? 0 : 1) + index / 1e6);

  it('is free of errors until only wrong calls are left', () => {
    expect(riskAtCoverage(list, 0.8)).toBe(0);
    for (const { coverage, risk } of riskCoverageCurve(list)) {
      expect(risk).toBeCloseTo(Math.max(0, 1 - 0.8 / coverage), 10);
    }
  });

  it('has the least area for its error rate: r + (1 − r) ln(1 − r)', () => {
    expect(areaUnderRiskCoverage(riskCoverageCurve(list))).toBeCloseTo(0.2 + 0.8 * Math.log(0.8), 3);
  });
});

describe('a ranking that knows nothing', () => {
  it('has the error rate as its area', () => {
    const shuffled = calls(5000, 1000, () => random.next());
    expect(areaUnderRiskCoverage(riskCoverageCurve(shuffled))).toBeCloseTo(0.2, 1);
    const equal = calls(50, 10, () => 0.3);
    expect(areaUnderRiskCoverage(riskCoverageCurve(equal))).toBeCloseTo(0.2, 12);
    expect(riskAtCoverage(equal, 0.35)).toBeCloseTo(0.2, 12);
  });
});

describe('a coverage', () => {
  it('takes in the most confident, and of equally confident ones at its edge the same part of each', () => {
    const list = calls(5, 0, (_, index) => (index % 5 < 3 ? 1 : 0));
    expect(confidenceAtCoverage(list, 0.6)).toBe(1);
    expect(confidenceAtCoverage(list, 0.61)).toBe(0);
    const shares = coveredShares(list, 0.8);
    for (const [index, { confidence }] of list.entries()) {
      expect(shares[index]).toBeCloseTo(confidence === 1 ? 1 : 0.5, 12);
    }
  });
});
