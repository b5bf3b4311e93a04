import { expect, it } from 'vitest';
import { isInDrawnBox, squaresAbout } from '../../../../../src-main/engine/faces/mtcnn/drawn-box.ts';

const drawn = { x: 100, y: 50, width: 40, height: 60 };

it('offers squares about the drawn box, smaller and larger ones and beside its middle', () => {
  const squares = squaresAbout(drawn);
  for (const { left, top, right, bottom } of squares) expect(right - left).toBeCloseTo(bottom - top, 6);
  const sides = squares.map(({ left, right }) => right - left);
  expect(Math.min(...sides)).toBeLessThan(40);
  expect(Math.max(...sides)).toBeGreaterThan(60);
  const middles = new Set(squares.map(({ left, right }) => Math.round((left + right) / 2)));
  expect([...middles].sort((a, b) => a - b)).toEqual([111, 120, 129]);
});

it('takes the face whose middle is in the box, and not the neighbour that looks into it', () => {
  expect(isInDrawnBox({ x: 104, y: 60, width: 32, height: 44 }, drawn)).toBe(true);
  expect(isInDrawnBox({ x: 130, y: 60, width: 32, height: 44 }, drawn)).toBe(false);
  // A face many times as large has its middle there, too.
  expect(isInDrawnBox({ x: 0, y: 0, width: 240, height: 160 }, drawn)).toBe(false);
});
