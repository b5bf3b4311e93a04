/**
 * From a video's score to the weight of the evidence: a logistic curve, fitted on held-out videos at even
 * odds, gives a likelihood ratio, which is what an expert reports, since the prior of the case belongs to the
 * court (ENFSI guideline 2015; Morrison 2013 on logistic regression).
 */

/** What turns a score into a likelihood ratio. */
export interface LikelihoodScale {
  /** ln LR = slope · ln(score / (1 − score)) + intercept. */
  slope: number;
  intercept: number;
  /** Largest |log10 LR| that the count of held-out videos supports. */
  log10Bound: number;
}

/**
 * Largest |log10 LR| that a validation set can support. With n independent groups of videos in the rarer
 * class, none of which may have misled, the rule of succession leaves a chance of about 1 in n + 1 that the
 * next one will, so nothing beyond n + 1 to 1 is claimed. (Empirical bounds after Vergeer et al. 2016 rest on
 * the same reasoning and come out no wider when one group misleads.)
 */
export function log10BoundOf(realGroups: number, fakeGroups: number): number {
  return Math.log10(Math.min(realGroups, fakeGroups) + 1);
}

/**
 * @param score of a track or a video
 * @param scale null when the scores of held-out videos were no evidence
 * @returns log10 of the likelihood ratio for fake over real, within ± bound; null without a scale
 */
export function log10LikelihoodRatio(score: number, scale: LikelihoodScale | null): number | null {
  if (scale === null) return null;
  const { slope, intercept, log10Bound } = scale;
  const log10 = (slope * logit(score) + intercept) / Math.LN10;
  return Math.min(log10Bound, Math.max(-log10Bound, log10));
}

/** Natural logarithm of the odds. */
export function logit(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}
