/** Right and wrong answers at one threshold; fake is the positive class. */
import type { LabelledScore } from './roc.ts';

export interface Confusion {
  trueNegatives: number;
  falsePositives: number;
  falseNegatives: number;
  truePositives: number;
}

export interface ThresholdMetrics {
  accuracy: number;
  /** Share of fakes among what is called fake; 0 when nothing is. */
  precision: number;
  /** Share of the fakes that are called fake. */
  recall: number;
  f1: number;
}

/** A score at the threshold counts as fake. */
export function confusionAt(observations: readonly LabelledScore[], threshold: number): Confusion {
  const confusion = { trueNegatives: 0, falsePositives: 0, falseNegatives: 0, truePositives: 0 };
  for (const { label, score } of observations) {
    if (score >= threshold) confusion[label === 'fake' ? 'truePositives' : 'falsePositives'] += 1;
    else confusion[label === 'fake' ? 'falseNegatives' : 'trueNegatives'] += 1;
  }
  return confusion;
}

export function thresholdMetrics(confusion: Confusion): ThresholdMetrics {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    accuracy: ratio(
      truePositives + trueNegatives,
      trueNegatives + falsePositives + falseNegatives + truePositives,
    ),
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}
