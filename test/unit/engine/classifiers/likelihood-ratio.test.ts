import { describe, expect, it } from 'vitest';
import {
  log10BoundOf,
  log10LikelihoodRatio,
} from '../../../../src-main/engine/classifiers/likelihood-ratio.ts';

const even = { slope: 1, intercept: 0, log10Bound: 3 };

describe('likelihood ratio', () => {
  it('is the odds of a score that is calibrated already', () => {
    expect(log10LikelihoodRatio(0.9, even)).toBeCloseTo(Math.log10(9), 12);
    expect(log10LikelihoodRatio(0.2, even)).toBeCloseTo(-log10LikelihoodRatio(0.8, even)!, 12);
  });

  it('follows the curve fitted on held-out videos', () => {
    const scale = { slope: 0.5, intercept: Math.LN10, log10Bound: 3 };
    expect(log10LikelihoodRatio(0.5, scale)).toBeCloseTo(1, 12);
    expect(log10LikelihoodRatio(0.99, scale)).toBeCloseTo(1 + Math.log10(99) / 2, 12);
  });

  it('claims no more than the held-out groups support, even for a certain score', () => {
    const scale = { ...even, log10Bound: log10BoundOf(44, 34) };
    expect(10 ** scale.log10Bound).toBeCloseTo(35, 9);
    expect(log10LikelihoodRatio(1, scale)).toBe(scale.log10Bound);
    expect(log10LikelihoodRatio(0, scale)).toBe(-scale.log10Bound);
  });

  it('is not given without a scale', () => {
    expect(log10LikelihoodRatio(0.9, null)).toBeNull();
  });
});
