/** Computes the curves of one classifier from its held-out scores: Figure 9 and the related charts. */
import type { HeldOutFigure, JudgedCurves } from '../../shared/lab.ts';
import { confusionAt } from './confusion.ts';
import { scoreHistogram } from './histogram.ts';
import { precisionRecallCurve } from './precision-recall.ts';
import { rankScores } from './ranked-scores.ts';
import { reliability } from './reliability.ts';
import { rocWithBand } from './roc-band.ts';

interface JudgeCurvesSettings extends Pick<JudgedCurves, 'classifier' | 'split'> {
  /** Scores at or above it are called fake. */
  threshold: number;
  seed: number;
  resamples?: number;
}

/** @throws RangeError if one of the classes is absent */
export function judgeCurves(
  scores: readonly HeldOutFigure[],
  { classifier, split, threshold, seed, resamples }: JudgeCurvesSettings,
): JudgedCurves {
  return {
    ...{ classifier, split },
    roc: rocWithBand(rankScores(scores), { seed, resamples }),
    precisionRecall: precisionRecallCurve(scores),
    calibration: reliability(scores),
    histogram: scoreHistogram(scores),
    confusion: confusionAt(scores, threshold),
  };
}
