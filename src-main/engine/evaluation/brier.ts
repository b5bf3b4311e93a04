/** Brier (1950): mean squared distance of a probability from what happened; 0.25 is that of always saying ½. */
import type { LabelledScore } from './roc.ts';

export function brierScore(observations: readonly LabelledScore[]): number {
  return observations.reduce((total, each) => total + squaredError(each), 0) / observations.length;
}

export const squaredError = ({ label, score }: LabelledScore): number =>
  (score - (label === 'fake' ? 1 : 0)) ** 2;
