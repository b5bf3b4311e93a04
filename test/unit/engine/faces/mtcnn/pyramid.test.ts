import { describe, expect, it } from 'vitest';
import { pyramid } from '../../../../../src-main/engine/faces/mtcnn/pyramid.ts';

describe('the image pyramid', () => {
  it('begins where the smallest face is 12 px and ends before the shorter side falls under 12 px', () => {
    const levels = pyramid(1920, 1080, 20, 0.709);
    expect(levels).toHaveLength(12);
    expect(levels[0]).toEqual({ scale: 0.6, width: 1153, height: 649 });
    expect(levels.at(-1)!.height).toBeGreaterThanOrEqual(12);
    expect(levels.at(-1)!.height * 0.709).toBeLessThan(13);
  });

  it('is empty for a picture smaller than the smallest face', () => {
    expect(pyramid(64, 19, 20, 0.709)).toEqual([]);
  });

  it('halves the work when the smallest face grows by the square root of two', () => {
    const pixels = (minFacePx: number) =>
      pyramid(1280, 720, minFacePx, 0.709).reduce((sum, { width, height }) => sum + width * height, 0);
    expect(pixels(20 * Math.SQRT2) / pixels(20)).toBeCloseTo(0.5, 1);
  });
});
