import { expect, it } from 'vitest';
import { sharpened } from '../../../../src-renderer/lib/sharpen.ts';

const size = { width: 4, height: 3 };
/** A dark half and a bright one, each value three times. */
const step = Uint8Array.from(
  [100, 100, 180, 180, 100, 100, 180, 180, 100, 100, 180, 180].flatMap((v) => [v, v, v]),
);
const greys = (rgb: Uint8Array) => [...rgb].filter((_, at) => at % 3 === 0);

it('makes a step steeper where it is, and leaves flat ground alone', () => {
  expect(greys(sharpened(step, size, 1))).toEqual([
    ...[100, 80, 200, 180],
    ...[100, 80, 200, 180],
    ...[100, 80, 200, 180],
  ]);
  expect(greys(step)[1]).toBe(100);
});

it('changes nothing at 0, and stays within the scale', () => {
  expect(sharpened(step, size, 0)).toEqual(step);
  expect(greys(sharpened(step, size, 20)).slice(0, 4)).toEqual([100, 0, 255, 180]);
});
