import { expect, it } from 'vitest';
import { apart } from '../../../../src-main/engine/capsule/compare-crops.ts';

const SIDE = 192;
const grey = (paint: (x: number, y: number) => number) =>
  Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return paint(pixel % SIDE, Math.floor(pixel / SIDE));
  });

it('a small part that was painted over counts as much as if all were other, noise of the coding does not', () => {
  const face = grey((x, y) => 60 + ((x * y) % 100));
  const noisy = grey((x, y) => 60 + ((x * y) % 100) + ((x + y) % 2 === 0 ? 3 : -3));
  const mouth = grey((x, y) => (x >= 80 && x < 96 && y >= 128 && y < 144 ? 220 : 60 + ((x * y) % 100)));
  expect(apart(face, face)).toBe(0);
  expect(apart(face, noisy)).toBe(3);
  expect(apart(face, mouth)).toBeGreaterThan(60);
});
