import { describe, expect, it } from 'vitest';
import {
  log10BoundOf,
  log10LikelihoodRatio,
} from '../../../../src-main/engine/evaluation/likelihood-ratio.ts';

describe('likelihood ratio', () => {
  it('is the odds of the score over the odds of the prior', () => {
    expect(log10LikelihoodRatio(0.9, 0.5, 3)).toBeCloseTo(Math.log10(9), 12);
    expect(log10LikelihoodRatio(0.9, 0.9, 3)).toBeCloseTo(0, 12);
  });

  it('says the same of real as of fake, with the sign turned', () => {
    expect(log10LikelihoodRatio(0.2, 0.5, 3)).toBeCloseTo(-log10LikelihoodRatio(0.8, 0.5, 3), 12);
  });

  it('claims no more than the held-out videos support, even for a certain score', () => {
    const bound = log10BoundOf(44, 34);
    expect(10 ** bound).toBeCloseTo(35, 9);
    expect(log10LikelihoodRatio(1, 0.5, bound)).toBe(bound);
    expect(log10LikelihoodRatio(0, 0.5, bound)).toBe(-bound);
  });
});
