/** How verdicts are drawn from scores, by the limits of a model and the error rates on its card. */
import type { DecisionLimits } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { DecisionRule } from './decide.ts';

export const ruleOfCard = (
  band: DecisionLimits,
  { abstention: { decides, applied, full } }: Pick<ModelCard, 'abstention'>,
  log10LikelihoodRatio: DecisionRule['log10LikelihoodRatio'],
): DecisionRule => ({
  band,
  risks: decides ? applied.answers : null,
  falseFakes: decides ? applied.answers['likely-fake'].real / full.real : null,
  log10LikelihoodRatio,
});
