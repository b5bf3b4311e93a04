import { describe, expect, it } from 'vitest';
import {
  countOf,
  estimateText,
  likelihoodRatioText,
  rateText,
  samplingText,
  scoreText,
  timeText,
} from '../../../src-main/shared/wording.ts';

describe('wording', () => {
  it('keeps the NTSC rate apart from 30 frames per second', () => {
    expect(rateText({ num: 30000, den: 1001 })).toBe('29.97 frames/s');
    expect(rateText({ num: 30, den: 1 })).toBe('30 frames/s');
    expect(rateText({ num: 29_999_999, den: 1_000_000 })).toBe('30 frames/s');
  });

  it('never rounds a score to certainty, and gives no number where there is none', () => {
    expect([0.9991, 0.0004, 1, 0, 0.505, null].map(scoreText)).toEqual([
      '>0.99',
      '<0.01',
      '1.00',
      '0.00',
      '0.51',
      '–',
    ]);
  });

  it('words a likelihood ratio for the side that it supports', () => {
    expect(likelihoodRatioText(1)).toBe(
      'Moderate support for fake: the observations are about 10 times more probable if the face is fake than if it is real.',
    );
    expect(likelihoodRatioText(-0.301)).toContain('2.0 times more probable if the face is real');
    expect(likelihoodRatioText(1.3)).toContain('20 times');
    // Also a model that gives ratios gives none for faces far from its training data: no word against the model.
    expect(likelihoodRatioText(null)).toBe(
      'No likelihood ratio is given. A model gives one only for tracks with enough usable faces that are large, sharp ' +
        'and near enough to the training data, and only where its card shows that such ratios add information.',
    );
    expect(likelihoodRatioText(0)).toContain('No support either way: the observations are as probable');
  });

  it('writes presentation times to the millisecond', () => {
    expect([0, 61_234.4, 3_600_000, -40].map(timeText)).toEqual([
      '0:00.000',
      '1:01.234',
      '1:00:00.000',
      '−0:00.040',
    ]);
  });

  it('gives every estimate its interval', () => {
    expect(estimateText({ value: 0.873, low: 0.812, high: 0.919 })).toBe('0.87 (0.81–0.92)');
  });

  it('counts in words', () => {
    expect(countOf(1, 'video')).toBe('1 video');
    expect(countOf(12_345, 'entry', 'entries')).toBe('12,345 entries');
  });

  it('says every sampling policy in words', () => {
    expect(samplingText({ kind: 'spread', count: 32 })).toBe('32 frames spread evenly');
    expect(samplingText({ kind: 'first', count: 1 })).toBe('first 1 frame');
    expect(samplingText({ kind: 'every', step: 10 })).toBe('one frame in 10');
    expect(samplingText({ kind: 'rate', perSecond: 2 })).toBe('2 frames a second');
    expect(samplingText({ kind: 'all' })).toBe('every frame');
  });
});
