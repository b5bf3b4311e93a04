/** Brier score (1950): mean squared difference between a probability and the outcome; always saying ½ gives 0.25. */
import type { LabelledScore } from './roc.ts';

export function brierScore(observations: readonly LabelledScore[]): number {
  return observations.reduce((total, each) => total + squaredError(each), 0) / observations.length;
}

export const squaredError = ({ label, score }: LabelledScore): number =>
  (score - (label === 'fake' ? 1 : 0)) ** 2;
