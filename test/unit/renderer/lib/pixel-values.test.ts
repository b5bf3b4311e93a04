import { expect, it } from 'vitest';
import { rgbAt, yuvOf } from '../../../../src-renderer/lib/pixel-values.ts';
import { viewedFrame } from '../support/frames.ts';

it('reads the pixel at a place', () => {
  expect(rgbAt(viewedFrame(3), { x: 0, y: 0 })).toEqual([3, 0, 7]);
  expect(rgbAt(viewedFrame(3), { x: 1, y: 0 })).toEqual([0, 0, 0]);
});

it('gives the code values of BT.709 colour bars', () => {
  // Limited range, 8 bits, of full-range RGB: as in ITU-R BT.709-6 for white, black and the primaries.
  expect(yuvOf([255, 255, 255])).toEqual([235, 128, 128]);
  expect(yuvOf([0, 0, 0])).toEqual([16, 128, 128]);
  expect(yuvOf([255, 0, 0])).toEqual([63, 102, 240]);
  expect(yuvOf([0, 255, 0])).toEqual([173, 42, 26]);
  expect(yuvOf([0, 0, 255])).toEqual([32, 240, 118]);
});
