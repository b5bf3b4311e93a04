/** Number of real and fake videos by score, in 20 bins of equal width; a score of 1 is in the last bin. */
import type { JudgedCurves } from '../../shared/lab.ts';
import type { LabelledScore } from './roc.ts';

const BINS = 20;

export function scoreHistogram(observations: readonly LabelledScore[]): JudgedCurves['histogram'] {
  const counts = { real: new Array<number>(BINS).fill(0), fake: new Array<number>(BINS).fill(0) };
  for (const { label, score } of observations) {
    counts[label][Math.min(BINS - 1, Math.floor(score * BINS))]! += 1;
  }
  return counts;
}
