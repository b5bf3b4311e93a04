/** The rules that a stored finding was decided by: of its own model and of each of its guests, not of those in use. */
import type { StoredFinding } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import { ruleOfCard } from '../verdict/rule-of-card.ts';
import type { DecisionRule } from '../verdict/decide.ts';

/** log10 of the likelihood ratio for a score by the model of this SHA-256; undefined where that model is not here. */
export type RatioOf = (sha256: string) => DecisionRule['log10LikelihoodRatio'] | undefined;

export interface FindingRules {
  own: DecisionRule;
  /** In the order of the finding's guests. */
  guests: DecisionRule[];
  /** Why no likelihood ratio can be computed anew, as a sentence; null where it can, or the model gives none. */
  ratioGap: string | null;
}

/** For what shows no ratio, such as a list. */
export const noRatios: RatioOf = () => undefined;

/** @param cardOf card as stored with the finding @throws EngineError case/damaged where a card is missing */
export function findingRules(
  { models, band, guests }: Pick<StoredFinding, 'models' | 'band' | 'guests'>,
  cardOf: (sha256: string) => ModelCard | null,
  ratioOf: RatioOf,
): FindingRules {
  const classifier = models.find(({ role }) => role === 'classifier');
  const missing: string[] = [];
  const ruleOf = (name: string, sha256: string, limits: DecisionRule['band']): DecisionRule => {
    const card = cardOf(sha256);
    if (card === null) throw noCard(name);
    const ratio = ratioOf(sha256);
    if (ratio === undefined && card.likelihood.given) missing.push(name);
    return ruleOfCard(limits, card, ratio ?? (() => null));
  };
  const { name, sha256 } = classifier ?? { name: 'of the finding', sha256: '' };
  return {
    own: ruleOf(name, sha256, band),
    guests: guests.map((guest) => ruleOf(guest.name, guest.sha256, guest.band)),
    ratioGap: missing.length === 0 ? null : gapText(missing),
  };
}

const gapText = (names: readonly string[]): string =>
  `No likelihood ratio can be given for corrected people: the model of this finding (${names.join(', ')}) is not installed here with the same SHA-256.`;

const noCard = (name: string) =>
  new EngineError(
    'case/damaged',
    `The card of the model ${name} is missing in the case, so corrected people cannot be judged. Use a backup copy of the case.`,
  );
