/**
 * Cost of log likelihood ratios (Brümmer and du Preez 2006), the usual figure for forensic evidence that is
 * given as a likelihood ratio: 0 is perfect, 1 is that of saying nothing, above 1 misleads.
 */
import type { Label } from '../../shared/domain.ts';

export interface LabelledEvidence {
  label: Label;
  /** Natural logarithm of the likelihood ratio for fake over real. */
  logLikelihoodRatio: number;
  /** How much this observation counts within its class; 1 when absent. */
  weight?: number;
}

/** In bits; both classes weigh the same whatever their counts. */
export function cllr(observations: readonly LabelledEvidence[]): number {
  const meanCost = (wanted: Label) => {
    let cost = 0;
    let count = 0;
    for (const observation of observations) {
      const { label, weight = 1 } = observation;
      if (label !== wanted) continue;
      cost += weight * evidenceCost(observation);
      count += weight;
    }
    return cost / count;
  };
  return (meanCost('fake') + meanCost('real')) / 2;
}

/** What one observation costs, in bits. */
export const evidenceCost = ({ label, logLikelihoodRatio }: LabelledEvidence): number =>
  softplus(label === 'fake' ? -logLikelihoodRatio : logLikelihoodRatio) / Math.LN2;

/**
 * Farther than this from certainty no score is read: a forest's plain 0 or 1 would else cost infinitely much
 * for a single miss. A wrong answer at the limit costs 20 bits.
 */
const SCORE_LIMIT = 1e-6;

/** A score s read as a likelihood ratio s / (1 − s): the odds that it stands for where both classes are as likely. */
export function logLikelihoodRatioOfScore(score: number): number {
  const held = Math.min(1 - SCORE_LIMIT, Math.max(SCORE_LIMIT, score));
  return Math.log(held) - Math.log1p(-held);
}

/** ln(1 + eˣ) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
