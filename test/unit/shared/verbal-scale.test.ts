import { describe, expect, it } from 'vitest';
import { supportText } from '../../../src-main/shared/verbal-scale.ts';

const ratio = (value: number) => supportText(Math.log10(value));

describe('verbal scale', () => {
  it('gives each ratio the word of the ENFSI guideline', () => {
    expect([2, 10, 100, 1000, 10_000, 1_000_000].map(ratio)).toEqual([
      'Weak support for fake',
      'Moderate support for fake',
      'Moderately strong support for fake',
      'Strong support for fake',
      'Very strong support for fake',
      'Extremely strong support for fake',
    ]);
    expect(ratio(1 / 30)).toBe('Moderate support for real');
  });

  it('says that a ratio near 1 supports neither proposition', () => {
    expect([1, 1.4, 1 / 1.9].map(ratio)).toEqual(Array(3).fill('No support either way'));
  });

  it('takes the word of the figure as it is written beside it', () => {
    expect([1.949, 1.951, 9.94, 9.96].map(ratio)).toEqual([
      'No support either way',
      'Weak support for fake',
      'Weak support for fake',
      'Moderate support for fake',
    ]);
  });
});
