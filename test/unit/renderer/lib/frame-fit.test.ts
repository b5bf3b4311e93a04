import { describe, expect, it } from 'vitest';
import { drawnSize } from '../../../../src-renderer/lib/frame-fit.ts';

const stage = { width: 900, height: 500 };

describe('drawnSize', () => {
  it('keeps the proportions of portrait and landscape frames inside the stage', () => {
    expect(drawnSize({ width: 1080, height: 1920 }, stage, 'fit', 1)).toEqual({ width: 281, height: 500 });
    expect(drawnSize({ width: 3600, height: 1000 }, stage, 'fit', 1)).toEqual({ width: 900, height: 250 });
  });

  it('enlarges a thumbnail-sized clip no further than four times', () => {
    expect(drawnSize({ width: 64, height: 48 }, stage, 'fit', 1)).toEqual({ width: 256, height: 192 });
  });

  it('maps frame pixels to screen pixels one to one, also on a dense screen', () => {
    expect(drawnSize({ width: 1920, height: 1080 }, stage, 'actual', 1)).toEqual({
      width: 1920,
      height: 1080,
    });
    expect(drawnSize({ width: 1920, height: 1080 }, stage, 'actual', 2)).toEqual({ width: 960, height: 540 });
  });
});
