import { describe, expect, it } from 'vitest';
import { deliveredSize } from '../../../../src-main/engine/media/pixel-conversion.ts';

const upright = { rotationDegrees: 0 } as const;

describe('deliveredSize', () => {
  it('widens the side that has too few pixels', () => {
    expect(deliveredSize({ width: 720, height: 576 }, { num: 64, den: 45 }, upright)).toEqual({
      width: 1024,
      height: 576,
    });
    expect(deliveredSize({ width: 640, height: 240 }, { num: 1, den: 2 }, upright)).toEqual({
      width: 640,
      height: 480,
    });
  });

  it('leaves pixels alone that are square up to rounding', () => {
    expect(deliveredSize({ width: 480, height: 264 }, { num: 4587, den: 4580 }, upright)).toEqual({
      width: 480,
      height: 264,
    });
  });

  it('does not believe a ratio that no camera has', () => {
    expect(deliveredSize({ width: 64, height: 64 }, { num: 10_000, den: 1 }, upright)).toEqual({
      width: 64,
      height: 64,
    });
  });

  it('swaps the sides of a picture that lies on its side', () => {
    expect(
      deliveredSize({ width: 1440, height: 1080 }, { num: 4, den: 3 }, { rotationDegrees: 270 }),
    ).toEqual({ width: 1080, height: 1920 });
  });
});
