import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrated, fitIsotonic, fitLogistic } from '../../../../src-main/engine/classifiers/calibration.ts';
import { cllr } from '../../../../src-main/engine/evaluation/cllr.ts';
import {
  balancedAccuracy,
  confusionAt,
  thresholdMetrics,
} from '../../../../src-main/engine/evaluation/confusion.ts';
import { equalErrorRate } from '../../../../src-main/engine/evaluation/eer.ts';
import { judgeRow } from '../../../../src-main/engine/evaluation/judge-row.ts';
import { precisionRecallCurve } from '../../../../src-main/engine/evaluation/precision-recall.ts';
import { areaUnderCurve, rocCurve } from '../../../../src-main/engine/evaluation/roc.ts';
import { averagePrecision } from '../../../../src-main/shared/curve-summaries.ts';
import { goldenPath } from '../../../support/shared-data.ts';

interface GoldenCase {
  name: string;
  labels: number[];
  scores: number[];
  threshold: number;
  rocFpr: number[];
  rocTpr: number[];
  rocThresholds: number[];
  auc: number;
  eer: number;
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
  balancedAccuracy: number;
  averagePrecision: number;
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
const golden = JSON.parse(readFileSync(goldenPath('metrics.json'), 'utf8')) as {
  cases: GoldenCase[];
  calibration: GoldenCalibration;
};

const labelOf = (number: number) => (number === 1 ? ('fake' as const) : ('real' as const));

describe('scikit-learn 1.2.1', () => {
  it.each(golden.cases)('gives the same metrics on "$name"', (expected) => {
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
      ...thresholdMetrics(confusion),
      balancedAccuracy: balancedAccuracy(confusion),
      averagePrecision: averagePrecision(precisionRecallCurve(observations)),
    };
    for (const [name, value] of Object.entries(figures)) {
      expect(value, name).toBeCloseTo(expected[name as keyof typeof figures], 9);
    }
    expect(curve).toHaveLength(expected.rocFpr.length);
    for (const [index, point] of curve.entries()) {
      expect(point.falsePositiveRate).toBeCloseTo(expected.rocFpr[index]!, 9);
      expect(point.truePositiveRate).toBeCloseTo(expected.rocTpr[index]!, 9);
      // scikit-learn 1.2 put the largest score plus one where nothing is called fake.
      if (index > 0) expect(point.threshold).toBeCloseTo(expected.rocThresholds[index]!, 9);
    }
  });

  it.each(golden.cases)('gives the same row of a table on "$name"', (expected) => {
    const scores = expected.labels.map((label, index) => ({
      ...{ label: labelOf(label), itemId: index, group: index },
      score: expected.scores[index]!,
    }));
    const settings = { classifier: 'sgd', split: 'by-identity', level: 'video', seed: 1 } as const;
    const row = judgeRow(scores, { ...settings, threshold: expected.threshold, resamples: 20 });
    const names = [
      'auc',
      'eer',
      'accuracy',
      'balancedAccuracy',
      'precision',
      'recall',
      'f1',
      'brier',
    ] as const;
    for (const name of names) expect(row[name].value, name).toBeCloseTo(expected[name], 9);
    const [trueNegatives, falsePositives, falseNegatives, truePositives] = expected.confusion;
    expect([row.real, row.fake]).toEqual([
      trueNegatives! + falsePositives!,
      falseNegatives! + truePositives!,
    ]);
  });

  it('gives the same calibration curves and Cllr', () => {
    const { labels, raw, query, isotonic, platt, plattSlope, plattIntercept, cllrOfRawAsNaturalLogLR } =
      golden.calibration;
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
