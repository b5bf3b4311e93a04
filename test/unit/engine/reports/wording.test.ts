import { describe, expect, it } from 'vitest';
import {
  instantText,
  likelihoodRatioText,
  scoreText,
  skippedFrames,
  timeText,
} from '../../../../src-main/engine/reports/wording.ts';

describe('wording', () => {
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
    expect(likelihoodRatioText(1)).toContain('10 times more probable if the face is fake');
    expect(likelihoodRatioText(-0.301)).toContain('2.0 times more probable if the face is genuine');
    expect(likelihoodRatioText(0)).toContain('about as probable');
  });

  it('writes presentation times to the millisecond', () => {
    expect([0, 61_234.4, 3_600_000, -40].map(timeText)).toEqual([
      '0:00.000',
      '1:01.234',
      '1:00:00.000',
      '−0:00.040',
    ]);
  });

  it('writes instants in UTC and leaves a broken date as the file has it', () => {
    expect(instantText('2026-03-01T14:05:09+02:00')).toBe('2026-03-01 12:05:09 UTC');
    expect(instantText('0000:00:00')).toBe('0000:00:00');
  });

  it('counts frames left out by reason and names them', () => {
    const frame = (frameIndex: number, skipped: string | null) => ({ frameIndex, pts: 0, ptsMs: 0, skipped });
    expect(
      skippedFrames([frame(0, null), frame(3, 'damaged'), frame(7, 'damaged'), frame(9, 'no time')]),
    ).toEqual(['2 frames left out (damaged): 3, 7', '1 frame left out (no time): 9']);
  });
});
