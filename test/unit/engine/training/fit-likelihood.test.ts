import { describe, expect, it } from 'vitest';
import { log10LikelihoodRatio } from '../../../../src-main/engine/classifiers/likelihood-ratio.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { fitLikelihood } from '../../../../src-main/engine/training/fit-likelihood.ts';
import type { HeldOutVideo } from '../../../../src-main/engine/training/fit-likelihood.ts';

/** Twice as many real as fake videos, a group each; the logit of a fake's score is `apart` higher. */
function heldOut(count: number, apart: number): HeldOutVideo[] {
  const random = createRandom(3);
  return Array.from({ length: count }, (_, index) => {
    const label = index % 3 === 0 ? ('fake' as const) : ('real' as const);
    const noise = random.next() + random.next() + random.next() - 1.5;
    const logit = (label === 'fake' ? apart / 2 : -apart / 2) + 2 * noise;
    return { label, group: index, fold: index % 5, score: 1 / (1 + Math.exp(-logit)) };
  });
}

describe('likelihood ratios from video scores', () => {
  it('cost less than saying nothing where the scores tell, and are given', () => {
    const { scale, cllr } = fitLikelihood(heldOut(120, 2), 1);
    expect(cllr.value).toBeLessThan(0.8);
    expect(cllr.high).toBeLessThan(1);
    expect(log10LikelihoodRatio(0.9, scale)).toBeGreaterThan(0.3);
    expect(log10LikelihoodRatio(0.1, scale)).toBeLessThan(-0.3);
  });

  it('assume no prior: the rarer class is no less likely at a score between the two', () => {
    const { scale } = fitLikelihood(heldOut(600, 2), 1);
    expect(Math.abs(log10LikelihoodRatio(0.5, scale)!)).toBeLessThan(0.15);
  });

  it.each([
    ['say nothing', 0],
    ['say the opposite', -2],
  ])('are not given where the scores %s', (_, apart) => {
    const { scale, cllr } = fitLikelihood(heldOut(120, apart), 1);
    expect(cllr.high).toBeGreaterThanOrEqual(1);
    expect(scale).toBeNull();
  });

  it('claim no more than the people behind the videos support', () => {
    const fewPeople = heldOut(120, 6).map((video) => ({ ...video, group: video.fold }));
    const { scale } = fitLikelihood(fewPeople, 1);
    // Five groups hold videos of either class.
    expect(log10LikelihoodRatio(1 - 1e-9, scale)).toBeCloseTo(Math.log10(6), 12);
  });
});
