import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrated, fitIsotonic, fitLogistic } from '../../../../src-main/engine/classifiers/calibration.ts';
import { brierScore } from '../../../../src-main/engine/evaluation/brier.ts';
import { cllr } from '../../../../src-main/engine/evaluation/cllr.ts';
import { confusionAt, thresholdMetrics } from '../../../../src-main/engine/evaluation/confusion.ts';
import { equalErrorRate } from '../../../../src-main/engine/evaluation/eer.ts';
import { areaUnderCurve, rocCurve } from '../../../../src-main/engine/evaluation/roc.ts';
import { hasShared, sharedPath } from '../../../support/shared-data.ts';

interface GoldenCase {
  name: string;
  labels: number[];
  scores: number[];
  threshold: number;
  rocFpr: number[];
  rocTpr: number[];
  auc: number;
  eer: number;
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
  brier: number;
  confusion: number[];
}

interface GoldenCalibration {
  labels: number[];
  raw: number[];
  query: number[];
  isotonic: number[];
  platt: number[];
  plattSlope: number;
  plattIntercept: number;
  cllrOfRawAsNaturalLogLR: number;
}

/** Figures of scikit-learn 1.2.1, to the digits that its double precision gives. */
const golden = hasShared('golden', 'metrics.json')
  ? (JSON.parse(readFileSync(sharedPath('golden', 'metrics.json'), 'utf8')) as {
      cases: GoldenCase[];
      calibration: GoldenCalibration;
    })
  : null;

const labelOf = (number: number) => (number === 1 ? ('fake' as const) : ('real' as const));

describe.skipIf(golden === null)('scikit-learn 1.2.1', () => {
  it.each(golden?.cases ?? [])('gives the same metrics on "$name"', (expected) => {
    const observations = expected.labels.map((label, index) => ({
      label: labelOf(label),
      score: expected.scores[index]!,
    }));
    const curve = rocCurve(observations);
    const confusion = confusionAt(observations, expected.threshold);
    const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
    expect([trueNegatives, falsePositives, falseNegatives, truePositives]).toEqual(expected.confusion);
    const figures = {
      auc: areaUnderCurve(curve),
      eer: equalErrorRate(curve).rate,
      brier: brierScore(observations),
      ...thresholdMetrics(confusion),
    };
    for (const [name, value] of Object.entries(figures)) {
      expect(value, name).toBeCloseTo(expected[name as keyof typeof figures], 9);
    }
    expect(curve).toHaveLength(expected.rocFpr.length);
    for (const [index, point] of curve.entries()) {
      expect(point.falsePositiveRate).toBeCloseTo(expected.rocFpr[index]!, 9);
      expect(point.truePositiveRate).toBeCloseTo(expected.rocTpr[index]!, 9);
    }
  });

  it('gives the same calibration curves and Cllr', () => {
    const { labels, raw, query, isotonic, platt, plattSlope, plattIntercept, cllrOfRawAsNaturalLogLR } =
      golden!.calibration;
    const scores = raw.map((value, index) => ({ raw: value, label: labelOf(labels[index]!) }));
    // The golden curve was fitted to plain 0 and 1, without Platt's smoothed targets.
    const plattCurve = fitLogistic(
      scores.map(({ raw, label }) => ({ raw, weight: 1, target: label === 'fake' ? 1 : 0 })),
    );
    const isotonicCurve = fitIsotonic(scores);
    expect(plattCurve.slope).toBeCloseTo(plattSlope, 5);
    expect(plattCurve.intercept).toBeCloseTo(plattIntercept, 5);
    for (const [index, value] of query.entries()) {
      expect(calibrated(plattCurve, value)).toBeCloseTo(platt[index]!, 5);
      expect(calibrated(isotonicCurve, value)).toBeCloseTo(isotonic[index]!, 9);
    }
    const evidence = scores.map((score) => ({ label: score.label, logLikelihoodRatio: score.raw }));
    expect(cllr(evidence)).toBeCloseTo(cllrOfRawAsNaturalLogLR, 9);
  });
});
