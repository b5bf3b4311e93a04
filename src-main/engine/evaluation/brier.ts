/** Brier (1950): mean squared distance of a probability from what happened; 0.25 is that of always saying ½. */
import type { LabelledScore } from './roc.ts';

export function brierScore(observations: readonly LabelledScore[]): number {
  const sum = observations.reduce(
    (total, { label, score }) => total + (score - (label === 'fake' ? 1 : 0)) ** 2,
    0,
  );
  return sum / observations.length;
}
