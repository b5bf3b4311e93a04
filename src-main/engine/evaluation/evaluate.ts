/** Computes one row of the table of error rates from a set of held-out scores. */
import type { Label } from '../../shared/domain.ts';
import type { MetricRow } from '../../shared/model-card.ts';
import { bootstrap } from './bootstrap.ts';
import { brierScore } from './brier.ts';
import { confusionAt, thresholdMetrics } from './confusion.ts';
import { equalErrorRate } from './eer.ts';
import { areaUnderCurve, rocCurve } from './roc.ts';
import type { RocPoint } from './roc.ts';
import { THRESHOLD } from '../verdict/confidence.ts';

export interface HeldOutScore {
  label: Label;
  /** The same for all videos tied by a person or a recording: see `independentGroups`. */
  group: number;
  /** Calibrated on videos other than this one. */
  score: number;
  /**
   * Rank for AUC and EER: the score before calibration, if there is one. Calibration keeps the order inside a fold, but
   * the curves of the folds differ, and a flat curve would hide the differences between scores.
   */
  rank: number;
}

export interface EvaluationSettings extends Pick<MetricRow, 'classifier' | 'level' | 'split'> {
  seed: number;
  resamples?: number;
}

/** @throws RangeError if one of the classes is absent */
export function evaluate(
  observations: readonly HeldOutScore[],
  { classifier, level, split, ...settings }: EvaluationSettings,
): MetricRow {
  const count = (label: Label) => observations.filter((observation) => observation.label === label).length;
  return {
    ...{ classifier, level, split, real: count('real'), fake: count('fake') },
    ...bootstrap(observations, metricsOf, settings),
  };
}

export function rankCurve(observations: readonly HeldOutScore[]): RocPoint[] {
  return rocCurve(observations.map(({ label, rank }) => ({ label, score: rank })));
}

function metricsOf(observations: readonly HeldOutScore[]) {
  const curve = rankCurve(observations);
  return {
    auc: areaUnderCurve(curve),
    eer: equalErrorRate(curve).rate,
    ...thresholdMetrics(confusionAt(observations, THRESHOLD)),
    brier: brierScore(observations),
  };
}
