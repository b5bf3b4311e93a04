import { expect, it } from 'vitest';
import {
  alikeBits,
  areAlike,
  bytesPerFrame,
  comparedHash,
  hashFrames,
} from '../../../../src-main/engine/lab/frame-hash.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const size = 17 * 16;
const noise = (seed: number) => {
  const random = createRandom(seed);
  return Uint8Array.from({ length: size }, () => random.integer(256));
};
const hash = (...pictures: Uint8Array[]) => hashFrames(Buffer.concat(pictures));
const alike = (a: Uint8Array, b: Uint8Array) => areAlike(comparedHash(a), comparedHash(b));

/** The hash with some of its bits turned over. */
function changed(original: Uint8Array, bits: number): Uint8Array {
  const copy = Uint8Array.from(original);
  for (let bit = 0; bit < bits; bit += 1) copy[bit >> 3]! ^= 0x80 >> (bit & 7);
  return copy;
}

it('holds a bit for each place that is darker than its right neighbour, row by row', () => {
  const rising = Uint8Array.from({ length: size }, (_, at) => at % 17);
  expect(hashFrames(rising)).toEqual(new Uint8Array(bytesPerFrame).fill(255));
  // Only the first place of the second row rises.
  const one = new Uint8Array(size).fill(90);
  one[17] = 10;
  expect([...hashFrames(one)].flatMap((byte, at) => (byte === 0 ? [] : [[at, byte]]))).toEqual([[2, 0x80]]);
});

it('stays the same in a darker picture, and not in a negative', () => {
  const picture = noise(1);
  const darker = picture.map((value) => value / 2);
  expect(alike(hash(darker), hash(picture))).toBe(true);
  const negative = picture.map((value) => 255 - value);
  expect(alike(hash(negative), hash(picture))).toBe(false);
});

it('calls pictures alike up to the limit, on the mean over the frames that both have', () => {
  const [one, two] = [hash(noise(3)), hash(noise(4))];
  expect(alike(one, changed(one, alikeBits))).toBe(true);
  expect(alike(one, changed(one, alikeBits + 1))).toBe(false);
  expect(alike(one, two)).toBe(false);
  const both = Buffer.concat([one, two]);
  expect(alike(both, Buffer.concat([changed(one, 2 * alikeBits), two]))).toBe(true);
  expect(alike(both, Buffer.concat([changed(one, 2 * alikeBits + 1), two]))).toBe(false);
  expect(alike(both, one)).toBe(true);
});

it('takes no evidence from black and blank pictures', () => {
  const black = new Uint8Array(size).map((_, at) => 16 + (at % 3));
  expect(alike(hash(black), hash(black))).toBe(false);
  const [one, two] = [noise(5), noise(6)];
  expect(alike(hash(black, one), hash(black, one))).toBe(true);
  expect(alike(hash(black, one), hash(black, two))).toBe(false);
  expect(alike(new Uint8Array(), hash(one))).toBe(false);
});
