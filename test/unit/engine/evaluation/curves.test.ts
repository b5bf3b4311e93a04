import { describe, expect, it } from 'vitest';
import { cllr } from '../../../../src-main/engine/evaluation/cllr.ts';
import { confusionAt, thresholdMetrics } from '../../../../src-main/engine/evaluation/confusion.ts';
import { equalErrorRate } from '../../../../src-main/engine/evaluation/eer.ts';
import { judgeRow } from '../../../../src-main/engine/evaluation/judge-row.ts';
import { areaUnderCurve, rocCurve } from '../../../../src-main/engine/evaluation/roc.ts';

const scored = (reals: number[], fakes: number[]) => [
  ...reals.map((score) => ({ label: 'real' as const, score })),
  ...fakes.map((score) => ({ label: 'fake' as const, score })),
];

describe('ROC curve', () => {
  it('has an area equal to the share of pairs in the right order, ties counting half', () => {
    // Of 3 × 2 pairs: 0.9 beats all 3 reals, 0.4 beats one, ties with one and loses to one: 4.5 of 6.
    expect(areaUnderCurve(rocCurve(scored([0.2, 0.4, 0.6], [0.4, 0.9])))).toBeCloseTo(4.5 / 6, 12);
  });

  it('moves equal scores together, in whatever order they come', () => {
    const curve = rocCurve(scored([0.5, 0.5], [0.5, 0.5]));
    expect(curve).toHaveLength(2);
    expect(areaUnderCurve(curve)).toBe(0.5);
  });

  it('cannot be drawn for one class alone', () => {
    expect(() => rocCurve(scored([0.1, 0.2], []))).toThrow(RangeError);
  });
});

describe('equal error rate', () => {
  it('lies where false accepts equal false rejects, between two points of the curve', () => {
    // Points (0, 0), (0, ½), (⅓, ½), (⅔, ½), (⅔, 1), …: the line fpr = 1 − tpr is crossed at fpr ½.
    const { rate, threshold } = equalErrorRate(rocCurve(scored([0.1, 0.6, 0.8], [0.3, 0.9])));
    expect(rate).toBeCloseTo(0.5, 12);
    expect(threshold).toBeGreaterThan(0.6 - 1e-12);
    expect(threshold).toBeLessThan(0.8);
  });

  it('is 0 for separated classes and 1 for inverted ones', () => {
    expect(equalErrorRate(rocCurve(scored([0.1, 0.2], [0.8, 0.9]))).rate).toBe(0);
    expect(equalErrorRate(rocCurve(scored([0.8, 0.9], [0.1, 0.2]))).rate).toBe(1);
  });

  it('takes the score itself as threshold when all scores are equal', () => {
    expect(equalErrorRate(rocCurve(scored([0.5], [0.5])))).toEqual({ rate: 0.5, threshold: 0.5 });
  });
});

describe('confusion', () => {
  it("gives the paper's Table II for 12 fakes found and 3 of 12 real videos called fake", () => {
    const reals = [...new Array<number>(9).fill(0.1), ...new Array<number>(3).fill(0.9)];
    const metrics = thresholdMetrics(confusionAt(scored(reals, new Array<number>(12).fill(0.8)), 0.5));
    expect(metrics.accuracy).toBe(0.875);
    expect(metrics.precision).toBe(0.8);
    expect(metrics.recall).toBe(1);
    expect(metrics.f1).toBeCloseTo(0.889, 3);
  });

  it('counts a score at the threshold as fake', () => {
    expect(confusionAt(scored([0.5], [0.5]), 0.5)).toMatchObject({ falsePositives: 1, truePositives: 1 });
  });

  it('has precision 0, not NaN, when nothing is called fake', () => {
    expect(thresholdMetrics(confusionAt(scored([0.1], [0.2]), 0.5))).toMatchObject({ precision: 0, f1: 0 });
  });
});

describe('scores as probabilities', () => {
  it('cost a quarter by Brier and one bit by Cllr when they say nothing', () => {
    const observations = scored([0.5, 0.5], [0.5]);
    const scores = observations.map((each, group) => ({ ...each, group }));
    const settings = {
      classifier: 'sgd',
      split: 'by-identity',
      level: 'video',
      threshold: 0.5,
      seed: 1,
    } as const;
    expect(judgeRow(scores, settings).brier.value).toBe(0.25);
    expect(cllr(observations.map(({ label }) => ({ label, logLikelihoodRatio: 0 })))).toBe(1);
  });

  it('cost more by Cllr the more strongly they mislead, without overflow', () => {
    const misled = (strength: number) =>
      cllr([
        { label: 'real', logLikelihoodRatio: strength },
        { label: 'fake', logLikelihoodRatio: -strength },
      ]);
    expect(misled(2)).toBeGreaterThan(1);
    expect(misled(5000)).toBeCloseTo(5000 / Math.LN2, 6);
    expect(misled(-5000)).toBe(0);
  });
});
