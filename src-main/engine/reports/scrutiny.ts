/** What a finding has to stand up to: how its answer moves, and what an opposing expert could ask. */
import type { StoredFinding } from '../../shared/case.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { NearestCondition } from '../../shared/nearest-condition.ts';
import type { Sensitivity } from '../../shared/sensitivity.ts';
import { ruleOfCard } from '../verdict/rule-of-card.ts';
import { sensitivityOf } from '../verdict/sensitivity.ts';
import type { AnnexLine } from './annex/annex-line.ts';
import { opposingAnnex } from './annex/opposing-annex.ts';

export interface Scrutiny {
  /** Null without a score. */
  sensitivity: Sensitivity | null;
  annex: AnnexLine[];
}

/** @param card of the finding's model */
export function scrutinyOf(finding: StoredFinding, card: ModelCard, quality: NearestCondition): Scrutiny {
  // No likelihood ratio is computed anew: none is shown here.
  const rule = ruleOfCard(finding.band, card, () => null);
  return {
    sensitivity: sensitivityOf(finding, rule),
    annex: opposingAnnex({ finding, card, quality, rule }),
  };
}
