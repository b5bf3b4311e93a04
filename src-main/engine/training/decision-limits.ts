/**
 * When a model gives verdicts at all, and from which scores on. It does where held-out clips show two things: it
 * ranks better than chance (the 95 % interval of its AUC lies above ½), and of the 80 % of clips that it is most
 * confident of, at most one in three is told wrong, with 95 % confidence for each class. It then decides what is as
 * clear as those 80 %; what is not, or is stopped by a gate, stays inconclusive. Otherwise everything does.
 *
 * Error rates are bounded for each class by itself (Clopper and Pearson 1934), so the answer does not hang on how
 * many real and fake clips the training set happens to hold, nor on errors that did not happen to a few. Clips of
 * one person or recording err together: a group of them counts as one observation.
 */
import type { DecisionLimits, Label } from '../../shared/domain.ts';
import type { Estimate } from '../../shared/model-card.ts';
import { groupedBy } from '../grouped.ts';
import { THRESHOLD } from '../verdict/confidence.ts';
import type { ConfidentCall } from '../evaluation/selective-risk.ts';
import type { AbstentionLimits } from './tune-limits.ts';

/** Largest share of wrong answers, at the upper end of the interval. */
export const MAX_ERROR = 1 / 3;

const CONFIDENCE = 0.95;

export interface GroupedCall extends ConfidentCall {
  /** Clips tied by a person or a recording share it: see `independentGroups`. */
  group: number;
}

/** Scores lie strictly between 0 and 1, so limits at 0 and 1 are never reached. */
export function decisionLimits(
  { gates, confidence }: Pick<AbstentionLimits, 'gates' | 'confidence'>,
  decides: boolean,
): DecisionLimits {
  const reach = decides ? confidence : 0.5;
  return { threshold: THRESHOLD, realBelow: THRESHOLD - reach, fakeAbove: THRESHOLD + reach, gates };
}

/**
 * @param calls of clips that neither the model nor its limits saw
 * @param shares how much of each call is covered
 * @param auc of the same clips
 */
export function mayDecide(calls: readonly GroupedCall[], shares: readonly number[], auc: Estimate): boolean {
  if (auc.low <= 0.5) return false;
  const covered = calls.map((call, index) => ({ ...call, share: shares[index]! }));
  const rateOf = (label: Label) => {
    const groups = groupedBy(
      covered.filter((call) => call.label === label && call.share > 0),
      ({ group }) => group,
    );
    const total = (own: typeof covered) => own.reduce((sum, { share }) => sum + share, 0);
    const wrong = [...groups.values()].reduce(
      (sum, own) => sum + total(own.filter(({ isWrong }) => isWrong)) / total(own),
      0,
    );
    return groups.size === 0 ? 1 : upperRate(Math.ceil(wrong), groups.size, CONFIDENCE);
  };
  return (rateOf('real') + rateOf('fake')) / 2 <= MAX_ERROR;
}

/** Upper end of the one-sided Clopper–Pearson interval for the rate behind `events` in `count`. */
export function upperRate(events: number, count: number, confidence: number): number {
  if (events >= count) return 1;
  let [low, high] = [events / count, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (binomialAtMost(events, count, middle) > 1 - confidence) low = middle;
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
