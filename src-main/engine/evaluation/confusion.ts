/** Right and wrong answers at one threshold; fake is the positive class. */
import type { ConfusionCounts } from '../../shared/lab.ts';
import type { LabelledScore } from './roc.ts';

type Confusion = ConfusionCounts;

interface ThresholdMetrics {
  accuracy: number;
  /** Share of fakes among the videos called fake; 0 if no video is called fake. */
  precision: number;
  /** Share of the fakes that are called fake. */
  recall: number;
  f1: number;
}

/** A score at the threshold counts as fake. */
export function confusionAt(observations: readonly LabelledScore[], threshold: number): Confusion {
  return weightedConfusion(observations, new Uint8Array(observations.length).fill(1), threshold);
}

export function weightedConfusion(
  observations: readonly LabelledScore[],
  weights: ArrayLike<number>,
  threshold: number,
): Confusion {
  const confusion = { trueNegatives: 0, falsePositives: 0, falseNegatives: 0, truePositives: 0 };
  for (let index = 0; index < observations.length; index++) {
    const { label, score } = observations[index]!;
    const weight = weights[index]!;
    if (score >= threshold) confusion[label === 'fake' ? 'truePositives' : 'falsePositives'] += weight;
    else confusion[label === 'fake' ? 'falseNegatives' : 'trueNegatives'] += weight;
  }
  return confusion;
}

export function thresholdMetrics(confusion: Confusion): ThresholdMetrics {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
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

/** Mean of the shares of fake and of real videos that are judged correctly: the accuracy with equal counts. */
export function balancedAccuracy(confusion: Confusion): number {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
  const recall = ratio(truePositives, truePositives + falseNegatives);
  const specificity = ratio(trueNegatives, trueNegatives + falsePositives);
  return (recall + specificity) / 2;
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
