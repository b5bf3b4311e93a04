/** How verdicts are drawn from scores, as a model's limits and card say. */
import type { ClassifierModel } from '../classifiers/classifier-model.ts';
import { log10LikelihoodRatio } from '../classifiers/likelihood-ratio.ts';
import type { DecisionRule } from '../verdict/decide.ts';
import { ruleOfCard } from '../verdict/rule-of-card.ts';

export const decisionRule = ({
  band,
  card,
  likelihood,
}: Pick<ClassifierModel, 'band' | 'card' | 'likelihood'>): DecisionRule =>
  ruleOfCard(band, card, (score) => log10LikelihoodRatio(score, likelihood));
