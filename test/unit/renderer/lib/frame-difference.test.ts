import { expect, it } from 'vitest';
import { differenceText, frameDifference } from '../../../../src-renderer/lib/frame-difference.ts';
import { viewedFrame } from '../support/frames.ts';

const frame = (...rgb: number[]) => ({ ...viewedFrame(0), rgb: Uint8Array.from(rgb) });

it('shows how far apart the values are, whichever is larger, times the gain and cut off at white', () => {
  const a = frame(10, 20, 30, 0, 0, 0);
  const b = frame(12, 15, 30, 0, 0, 100);
  expect([...frameDifference(a, b, 4).rgb]).toEqual([8, 20, 0, 0, 0, 255]);
  expect(frameDifference(b, a, 1).rgb[1]).toBe(5);
});

it('tells largest, mean and share of the pixels without the gain', () => {
  const found = frameDifference(frame(10, 20, 30, 5, 5, 5), frame(12, 15, 30, 5, 5, 5), 16);
  expect(found).toMatchObject({ largest: 5, differing: 0.5 });
  expect(found.mean).toBeCloseTo(7 / 6, 12);
  expect(differenceText(found)).toBe('50.0 % of the pixels differ, by 5 of 255 at most, by 1.2 on average.');
});

it('says of equal pixels that they are the same, and never that of a single different one', () => {
  expect(differenceText(frameDifference(viewedFrame(3), viewedFrame(3), 64))).toBe(
    'All pixels are the same.',
  );
  const one = differenceText({ rgb: new Uint8Array(), largest: 1, mean: 1e-6, differing: 1e-6 });
  expect(one).toMatch(/^Less than 0\.1 % of the pixels differ, by 1 of 255 at most/);
});

it('has no difference of frames of two sizes', () => {
  const wide = { ...viewedFrame(0), facts: { ...viewedFrame(0).facts, width: 3 } };
  expect(() => frameDifference(viewedFrame(0), wide, 1)).toThrow(RangeError);
});
