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
  const meanCost = (label: Label, sign: 1 | -1) => {
    let cost = 0;
    let count = 0;
    for (const { logLikelihoodRatio, weight = 1, label: own } of observations) {
      if (own !== label) continue;
      cost += weight * softplus(sign * logLikelihoodRatio);
      count += weight;
    }
    return cost / count / Math.LN2;
  };
  return (meanCost('fake', -1) + meanCost('real', 1)) / 2;
}

/** ln(1 + eˣ) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
