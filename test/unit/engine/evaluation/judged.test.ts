import { describe, expect, it } from 'vitest';
import { judgeCurves } from '../../../../src-main/engine/evaluation/judge-curves.ts';
import { judgeRow } from '../../../../src-main/engine/evaluation/judge-row.ts';
import { bootstrap } from '../../../../src-main/engine/evaluation/bootstrap.ts';
import {
  areaUnderCurve,
  recallAtFalsePositiveRate,
  rocCurve,
  weightedRocCurve,
} from '../../../../src-main/engine/evaluation/roc.ts';
import { precisionRecallCurve } from '../../../../src-main/engine/evaluation/precision-recall.ts';
import { reliability } from '../../../../src-main/engine/evaluation/reliability.ts';
import { scoreHistogram } from '../../../../src-main/engine/evaluation/histogram.ts';
import { logLikelihoodRatioOfScore } from '../../../../src-main/engine/evaluation/cllr.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { averagePrecision, calibrationError } from '../../../../src-main/shared/curve-summaries.ts';
import type { HeldOutFigure } from '../../../../src-main/shared/lab.ts';

/** `faces` of each of `videos`, every second one fake and scored higher by `shift` on average. */
function heldOut(videos: number, faces: number, shift: number): HeldOutFigure[] {
  const random = createRandom(3);
  return Array.from({ length: videos }, (_, itemId) => {
    const label = itemId % 2 === 0 ? ('real' as const) : ('fake' as const);
    const video = random.next() * (1 - shift) + (label === 'fake' ? shift : 0);
    return Array.from({ length: faces }, () => ({
      ...{ label, itemId, group: itemId },
      // Coarse, so that there are ties.
      score: Math.round(Math.min(1, Math.max(0, video + 0.2 * (random.next() - 0.5))) * 200) / 200,
    }));
  }).flat();
}

const settings = { classifier: 'sgd', split: 'by-identity', threshold: 0.5, seed: 7 } as const;

describe('a row of Table II', () => {
  it('has the interval that resorting every resample gives', () => {
    const scores = heldOut(60, 3, 0.3);
    const slow = bootstrap(scores, (drawn) => ({ auc: areaUnderCurve(rocCurve(drawn)) }), { seed: 7 });
    const { auc } = judgeRow(scores, { ...settings, level: 'face' });
    expect(auc.low).toBeCloseTo(slow.auc.low, 12);
    expect(auc.high).toBeCloseTo(slow.auc.high, 12);
  });

  it('grows no surer when every face is counted ten times', () => {
    const once = heldOut(40, 1, 0.2);
    const tenfold = once.flatMap((score) => new Array<HeldOutFigure>(10).fill(score));
    const [a, b] = [once, tenfold].map((scores) => judgeRow(scores, { ...settings, level: 'face' }));
    expect(b!.balancedAccuracy).toEqual(a!.balancedAccuracy);
    expect(b!.fake).toBe(10 * a!.fake);
  });

  it('costs one bit when every score says nothing, and 20 bits a miss when a forest is certain', () => {
    const scores = heldOut(20, 1, 0).map((score) => ({ ...score, score: 0.5 }));
    expect(judgeRow(scores, { ...settings, level: 'video' }).cllr).toEqual({ value: 1, low: 1, high: 1 });
    const certain = scores.map((score) => ({ ...score, score: score.label === 'fake' ? 0 : 1 }));
    expect(judgeRow(certain, { ...settings, level: 'video' }).cllr.value).toBeCloseTo(Math.log2(1e6), 4);
    expect(logLikelihoodRatioOfScore(0.8)).toBeCloseTo(Math.log(4), 12);
  });

  it('tells that everything called fake is right for half of each class only', () => {
    const scores = [...heldOut(20, 1, 0), ...heldOut(20, 1, 0).filter(({ label }) => label === 'fake')];
    const row = judgeRow(scores, { ...settings, threshold: 0, level: 'video' });
    expect(row.accuracy.value).toBeCloseTo(2 / 3, 12);
    expect(row.balancedAccuracy.value).toBe(0.5);
  });

  it('takes seconds at most for 3,000 faces', () => {
    const scores = heldOut(100, 30, 0.2);
    const start = performance.now();
    judgeRow(scores, { ...settings, level: 'face' });
    judgeCurves(scores, settings);
    expect(performance.now() - start).toBeLessThan(8000);
  });
});

describe('weighted ROC curve', () => {
  it('is that of the observations repeated, and passes over those that count for nothing', () => {
    const scores = heldOut(30, 1, 0.2).sort((a, b) => b.score - a.score);
    const weights = scores.map((_, index) => index % 3);
    const repeated = scores.flatMap((score, index) => new Array<HeldOutFigure>(weights[index]!).fill(score));
    expect(weightedRocCurve(scores, weights)).toEqual(rocCurve(repeated));
  });
});

describe('recall at a false-positive rate', () => {
  const curve = [
    { threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 },
    { threshold: 0.9, falsePositiveRate: 0, truePositiveRate: 0.2 },
    { threshold: 0.5, falsePositiveRate: 0.04, truePositiveRate: 0.6 },
    { threshold: 0.1, falsePositiveRate: 1, truePositiveRate: 1 },
  ];

  it('lies on the line between two thresholds, and on top of the step where the curve rises', () => {
    expect(recallAtFalsePositiveRate(curve, 0.01)).toBeCloseTo(0.3, 12);
    expect(recallAtFalsePositiveRate(curve, 0)).toBe(0.2);
    expect(recallAtFalsePositiveRate(curve, 1)).toBe(1);
  });
});

describe('ROC curve with its band', () => {
  const scores = heldOut(80, 1, 0.25);
  const { roc } = judgeCurves(scores, settings);

  it('keeps the area of the whole curve, though it leaves points on straight lines out', () => {
    const area = roc.slice(1).reduce((sum, { x, y }, index) => {
      const before = roc[index]!;
      return sum + ((x - before.x) * (y + before.y)) / 2;
    }, 0);
    expect(area).toBeCloseTo(areaUnderCurve(rocCurve(scores)), 12);
    expect([roc[0]!.x, roc[0]!.y, roc.at(-1)!.x, roc.at(-1)!.y]).toEqual([0, 0, 1, 1]);
  });

  it('encloses the curve on the grid and rises with it', () => {
    for (const [index, { x, y, low, high }] of roc.entries()) {
      const isStep = x === roc[index + 1]?.x;
      if (!isStep) expect(low).toBeLessThanOrEqual(y + 0.1);
      expect(high).toBeGreaterThanOrEqual(low);
      expect(low).toBeGreaterThanOrEqual((roc[index - 1]?.low ?? 0) - 1e-12);
    }
  });

  it('is narrower when three times as many groups say the same', () => {
    const width = (points: typeof roc) =>
      points.reduce((sum, { low, high }) => sum + high - low, 0) / points.length;
    const many = judgeCurves(
      [0, 1, 2].flatMap((copy) => scores.map((s) => ({ ...s, group: s.group * 3 + copy }))),
      settings,
    );
    expect(width(many.roc)).toBeLessThan(width(roc));
  });
});

describe('other curves', () => {
  const scored = (score: number, label: 'real' | 'fake') => ({ score, label });

  it('give the precision at each fake found', () => {
    const curve = precisionRecallCurve([
      scored(0.9, 'fake'),
      scored(0.8, 'real'),
      scored(0.7, 'fake'),
      scored(0.1, 'real'),
    ]);
    expect(curve).toEqual([
      { x: 0.5, y: 1 },
      { x: 1, y: 2 / 3 },
    ]);
    expect(averagePrecision(curve)).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
  });

  it('bin scores with their counts and give the mean gap by count', () => {
    const bins = reliability([
      scored(0.05, 'real'),
      scored(0.95, 'fake'),
      scored(1, 'fake'),
      scored(0.95, 'real'),
    ]);
    expect(bins.map(({ count, fakes }) => [count, fakes])).toEqual([
      [1, 0],
      [3, 2 / 3],
    ]);
    expect(bins[1]!.score).toBeCloseTo(2.9 / 3, 12);
    expect(calibrationError(bins)).toBeCloseTo((0.05 + 3 * (2.9 / 3 - 2 / 3)) / 4, 12);
  });

  it('count every score once, those of 0 and 1 at the ends', () => {
    const { real, fake } = scoreHistogram([scored(0, 'real'), scored(1, 'fake'), scored(0.05, 'fake')]);
    expect([real.length, real[0], fake[1], fake[19]]).toEqual([20, 1, 1, 1]);
  });
});
