/**
 * Cost of log likelihood ratios (Brümmer and du Preez 2006), the usual figure for forensic evidence as a likelihood
 * ratio: 0 is perfect, 1 is the cost of giving no information, above 1 is misleading.
 */
import type { Label } from '../../shared/domain.ts';

interface LabelledEvidence {
  label: Label;
  /** Natural logarithm of the likelihood ratio for fake over real. */
  logLikelihoodRatio: number;
  /** How much this observation counts within its class; 1 when absent. */
  weight?: number;
}

/** In bits; both classes have the same weight, whatever their counts. */
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

/** The cost of one observation, in bits. */
export const evidenceCost = ({ label, logLikelihoodRatio }: LabelledEvidence): number =>
  softplus(label === 'fake' ? -logLikelihoodRatio : logLikelihoodRatio) / Math.LN2;

/**
 * Scores closer to 0 or 1 than this count as this. Otherwise a single wrong 0 or 1 of a forest would have an infinite
 * cost. A wrong answer at the limit costs 20 bits.
 */
const SCORE_LIMIT = 1e-6;

/** Reads a score s as the likelihood ratio s / (1 − s): its odds when both classes are equally probable. */
export function logLikelihoodRatioOfScore(score: number): number {
  const held = Math.min(1 - SCORE_LIMIT, Math.max(SCORE_LIMIT, score));
  return Math.log(held) - Math.log1p(-held);
}

/** ln(1 + eˣ) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
