import { describe, expect, it } from 'vitest';
import { instantText, skippedFrames } from '../../../../src-main/engine/reports/wording.ts';

describe('wording', () => {
  it('writes instants in UTC and leaves a broken date as the file has it', () => {
    expect(instantText('2026-03-01T14:05:09+02:00')).toBe('2026-03-01 12:05:09 UTC');
    expect(instantText('0000:00:00')).toBe('0000:00:00');
  });

  it('counts skipped frames by reason and names them', () => {
    const frame = (frameIndex: number, skipped: string | null) => ({ frameIndex, pts: 0, ptsMs: 0, skipped });
    expect(
      skippedFrames([frame(0, null), frame(3, 'damaged'), frame(7, 'damaged'), frame(9, 'no time')]),
    ).toEqual(['2 frames skipped (damaged): 3, 7', '1 frame skipped (no time): 9']);
  });
});
