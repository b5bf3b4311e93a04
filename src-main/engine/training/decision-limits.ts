/**
 * When a model gives verdicts at all, and from which scores on. It does where held-out clips show, with 95 % confidence,
 * that it ranks better than chance (the interval of its AUC lies above ½) and that of either answer, likely real and
 * likely fake, at most one in three is wrong at even prior odds. It then decides what is as clear as the 80 % of clips
 * that it is most confident of; what is not, or is stopped by a gate, stays inconclusive. Otherwise everything does.
 */
import type { DecisionLimits } from '../../shared/domain.ts';
import type { AppliedRule, Estimate } from '../../shared/model-card.ts';
import { THRESHOLD } from '../verdict/confidence.ts';
import type { AbstentionLimits } from './tune-limits.ts';

/** Largest share of wrong answers, at the upper end of the interval. */
export const MAX_ERROR = 1 / 3;

/** Scores lie strictly between 0 and 1, so limits at 0 and 1 are never reached. */
export function decisionLimits(
  { gates, confidence }: Pick<AbstentionLimits, 'gates' | 'confidence'>,
  decides: boolean,
): DecisionLimits {
  const reach = decides ? confidence : THRESHOLD;
  return { threshold: THRESHOLD, realBelow: THRESHOLD - reach, fakeAbove: THRESHOLD + reach, gates };
}

/**
 * @param applied to clips that neither the model nor its limits saw
 * @param auc of the same clips
 */
export function mayDecide({ answers }: Pick<AppliedRule, 'answers'>, auc: Estimate): boolean {
  const isShown = Object.values(answers).every(({ error }) => error !== null && error.high <= MAX_ERROR);
  return auc.low > 0.5 && isShown;
}
