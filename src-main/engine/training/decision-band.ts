/**
 * From held-out video scores to the band inside which a video stays inconclusive. A limit is drawn only
 * where the videos beyond it support it: with 95 % confidence (Clopper and Pearson 1934) at most one call in
 * five is wrong. Fourteen videos without an error are the least that can show this; a model near chance
 * never does, and then no score leaves the band.
 */
import type { DecisionBand } from '../../shared/domain.ts';
import { equalErrorRate } from '../evaluation/eer.ts';
import { rocCurve } from '../evaluation/roc.ts';
import type { LabelledScore } from '../evaluation/roc.ts';

/** Largest share of wrong calls, at the upper end of the interval. */
export const MAX_ERROR = 0.2;
const CONFIDENCE = 0.95;

/** @param videos one score a video, in (0, 1), from models and curves that did not see it */
export function decisionBand(videos: readonly LabelledScore[]): DecisionBand {
  const { threshold } = equalErrorRate(rocCurve(videos));
  const beyond = (
    limits: number[],
    errs: 'real' | 'fake',
    isBeyond: (score: number, limit: number) => boolean,
  ) =>
    limits.find((limit) => {
      const called = videos.filter(({ score }) => isBeyond(score, limit));
      return upperErrorLimit(called.filter(({ label }) => label === errs).length, called.length) <= MAX_ERROR;
    });
  const rising = videos.map(({ score }) => score).sort((a, b) => a - b);
  // The widest call first: from the threshold outwards, until what lies beyond supports it.
  const fakeAbove = beyond(
    rising.filter((score) => score >= threshold),
    'real',
    (score, limit) => score >= limit,
  );
  const realBelow = beyond(
    rising.filter((score) => score < threshold).reverse(),
    'fake',
    (score, limit) => score <= limit,
  );
  // Scores lie strictly between 0 and 1, so these limits are never reached.
  return { threshold, realBelow: realBelow ?? 0, fakeAbove: fakeAbove ?? 1 };
}

/** Upper end of the one-sided Clopper–Pearson interval for `errors` in `count`. */
export function upperErrorLimit(errors: number, count: number): number {
  if (errors >= count) return 1;
  let [low, high] = [errors / count, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (binomialAtMost(errors, count, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most `successes` in `count` trials, each with `probability` in (0, 1). */
function binomialAtMost(successes: number, count: number, probability: number): number {
  const odds = Math.log(probability) - Math.log1p(-probability);
  let logTerm = count * Math.log1p(-probability);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= successes; k++) {
    logTerm += Math.log((count - k + 1) / k) + odds;
    sum += Math.exp(logTerm);
  }
  return sum;
}
