/**
 * From a calibrated score to the weight of the evidence. A score is a posterior probability under the
 * prior it was calibrated with; divided by that prior's odds it becomes a likelihood ratio, which is what
 * an expert reports, since the prior of the case belongs to the court (ENFSI guideline 2015).
 */

/**
 * Largest |log10 LR| that a validation set can support. With n videos of the rarer class, none of which
 * may have misled, the rule of succession leaves a chance of about 1 in n + 1 that the next one will, so
 * nothing beyond n + 1 to 1 is claimed. (Empirical bounds after Vergeer et al. 2016 rest on the same
 * reasoning and come out no wider when one video misleads.)
 */
export function log10BoundOf(realVideos: number, fakeVideos: number): number {
  return Math.log10(Math.min(realVideos, fakeVideos) + 1);
}

/** @returns log10 of the likelihood ratio for fake over real, within ± bound */
export function log10LikelihoodRatio(score: number, priorFake: number, bound: number): number {
  const log10Odds = (probability: number) => Math.log10(probability) - Math.log10(1 - probability);
  return Math.min(bound, Math.max(-bound, log10Odds(score) - log10Odds(priorFake)));
}
