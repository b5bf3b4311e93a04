/** How verdicts are drawn from scores, as a model's limits and card say. */
import type { ClassifierModel } from '../classifiers/classifier-model.ts';
import { log10LikelihoodRatio } from '../classifiers/likelihood-ratio.ts';
import type { DecisionRule } from '../verdict/decide.ts';

export function decisionRule({
  band,
  card,
  likelihood,
}: Pick<ClassifierModel, 'band' | 'card' | 'likelihood'>): DecisionRule {
  const { decides, applied } = card.abstention;
  return {
    band,
    risks: decides ? applied.answers : null,
    log10LikelihoodRatio: (score) => log10LikelihoodRatio(score, likelihood),
  };
}
