/**
 * A video's score to the weight of the evidence. A logistic curve, fitted on held-out videos at even odds, gives a
 * likelihood ratio. Experts report a likelihood ratio because the court decides the prior odds of the case (ENFSI
 * guideline 2015; Morrison 2013 on logistic regression).
 */

/** Parameters that turn a score into a likelihood ratio. */
export interface LikelihoodScale {
  /** ln LR = slope · ln(score / (1 − score)) + intercept. */
  slope: number;
  intercept: number;
  /** Largest |log10 LR| that the number of held-out videos supports. */
  log10Bound: number;
}

/**
 * Largest |log10 LR| that a validation set can support. The rarer class has n independent groups of videos. Even if no
 * group misleads, the next group may mislead with a probability of about 1 in n + 1 (rule of succession). So the ratio
 * is at most n + 1 to 1. (The empirical bounds of Vergeer et al. 2016 use the same argument and are not wider if one
 * group misleads.)
 */
export function log10BoundOf(realGroups: number, fakeGroups: number): number {
  return Math.log10(Math.min(realGroups, fakeGroups) + 1);
}

/**
 * @param score of a track or a video
 * @param scale null if the scores of held-out videos gave no information
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
