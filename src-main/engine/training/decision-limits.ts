/**
 * Which answers a model gives, and from which scores on. It gives likely real, likely fake or both where held-out clips
 * show, with 95 % confidence, that it ranks better than chance (the interval of its AUC lies above ½) and that at most
 * one in three of these answers is wrong at even prior odds. Limits on the score are in `tuneLimits`. Everything else,
 * and what a gate stops, stays inconclusive.
 */
import type { Answer, DecisionLimits } from '../../shared/domain.ts';
import type { Abstention, AppliedRule, Estimate } from '../../shared/model-card.ts';
import { answers } from '../../shared/wording.ts';
import { THRESHOLD } from '../verdict/confidence.ts';
import type { AbstentionLimits } from './tune-limits.ts';

/** Largest share of wrong answers, at the upper end of the interval. */
export const MAX_ERROR = 1 / 3;

/** Scores lie strictly between 0 and 1, so limits at 0 and 1 are never reached. */
export function decisionLimits(
  { gates, least }: Pick<AbstentionLimits, 'gates' | 'least'>,
  { decides, applied }: Pick<Abstention, 'decides' | 'applied'>,
): DecisionLimits {
  const reach = (answer: Answer) =>
    decides && applied.answers[answer].error !== null ? least[answer] : THRESHOLD;
  return {
    ...{ threshold: THRESHOLD, gates },
    realBelow: THRESHOLD - reach('likely-real'),
    fakeAbove: THRESHOLD + reach('likely-fake'),
  };
}

/**
 * @param applied to clips that neither the model nor its limits saw
 * @param auc of the same clips
 */
export function answersShown({ answers: risks }: Pick<AppliedRule, 'answers'>, auc: Estimate): Answer[] {
  return answers.filter((answer) => {
    const { error } = risks[answer];
    return auc.low > 0.5 && error !== null && error.high <= MAX_ERROR;
  });
}
