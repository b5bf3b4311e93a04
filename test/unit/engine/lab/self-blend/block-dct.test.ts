import { describe, expect, it } from 'vitest';
import { forwardDct, inverseDct, SCALES } from '../../../../../src-main/engine/lab/self-blend/block-dct.ts';
import { createRandom } from '../../../../../src-main/engine/support/random.ts';

const random = createRandom(2);
const block = Float64Array.from({ length: 64 }, () => 255 * random.next() - 128);

/** The definition in ITU-T T.81, A.3.3. */
function defined(v: number, u: number): number {
  let sum = 0;
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      const across = Math.cos(((2 * x + 1) * u * Math.PI) / 16);
      sum += block[y * 8 + x]! * across * Math.cos(((2 * y + 1) * v * Math.PI) / 16);
    }
  }
  return (sum * (u === 0 ? Math.SQRT1_2 : 1) * (v === 0 ? Math.SQRT1_2 : 1)) / 4;
}

describe('the cosine transform of a block', () => {
  it('is the one that JPEG defines, but for its scales', () => {
    const transformed = block.slice();
    forwardDct(transformed);
    for (const [at, coefficient] of transformed.entries()) {
      expect(coefficient / (8 * SCALES[at]!)).toBeCloseTo(defined(at >> 3, at & 7), 9);
    }
  });

  it('comes back by its inverse', () => {
    const back = block.slice();
    forwardDct(back);
    for (const at of back.keys()) back[at]! /= 64;
    inverseDct(back);
    for (const [at, value] of back.entries()) expect(value).toBeCloseTo(block[at]!, 9);
  });
});
