import { expect, it } from 'vitest';
import { largerFrames } from '../../../../src-main/engine/media/larger-frames.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { codingFacts } from '../../../../src-main/shared/structure-wording.ts';

interface Coded {
  frames?: number;
  seed?: number;
  keyEvery?: number;
  /** Key frames besides. */
  furtherKeys?: readonly number[];
  /** By how much a frame is larger than its kind. */
  factor?: (frame: number) => number;
}

/** P frames of 4000 bytes and, between them, two B frames of 1000, each up to 30 % smaller or larger. */
function video({ frames = 300, seed = 1, keyEvery = 250, furtherKeys = [], factor = () => 1 }: Coded) {
  const random = createRandom(seed);
  const numbers = Array.from({ length: frames }, (_, frame) => frame);
  const isKey = (frame: number) => frame % keyEvery === 0 || furtherKeys.includes(frame);
  const isForward = (frame: number) => isKey(frame) || frame % 3 === 0;
  const bytes = (frame: number) => (isKey(frame) ? 20_000 : isForward(frame) ? 4000 : 1000);
  // A frame that the B frames before it refer to is stored before them.
  const storedAt = (frame: number): number => (isForward(frame) ? frame - 2.5 : frame);
  const stored = numbers.toSorted((a, b) => storedAt(a) - storedAt(b));
  return {
    keys: Uint8Array.from(numbers, (frame) => Number(isKey(frame))),
    positions: Float64Array.from(numbers, (frame) => stored.indexOf(frame) * 10_000),
    sizes: Float64Array.from(numbers, (frame) => bytes(frame) * random.between(0.7, 1.3) * factor(frame)),
  };
}

const look = (coded: Coded) => {
  const { keys, positions, sizes } = video(coded);
  return largerFrames('h264', { keys, positions }, sizes);
};

it('finds the distance at which frames of any kind are larger, and where it begins', () => {
  const larger = { factor: (frame: number) => (frame % 25 === 10 ? 1.8 : 1) };
  expect(look(larger)).toEqual({ state: 'found', every: 25, first: 10, repeats: 12 });
});

it('finds nothing where sizes differ by chance, nor where one scene is cut', () => {
  for (let seed = 1; seed <= 10; seed++) {
    expect(look({ seed })).toEqual({ state: 'none' });
    expect(look({ seed, frames: 1200, factor: (frame) => (frame === 400 ? 20 : 1) })).toEqual({
      state: 'none',
    });
  }
});

it('takes no pattern of the coder itself for an earlier coding', () => {
  // The last frames before each key frame get more bytes.
  expect(look({ keyEvery: 30, factor: (frame) => (frame % 30 >= 28 ? 1.8 : 1) })).toEqual({ state: 'none' });
  // So they do where one key frame more was forced.
  const lastOfThem = (frame: number) => (frame % 30 >= 28 ? 1.8 : 1);
  expect(look({ keyEvery: 30, furtherKeys: [165], factor: lastOfThem })).toEqual({ state: 'none' });
  // Every fourth frame is larger, so every eighth and twelfth is.
  expect(look({ factor: (frame) => (frame % 4 === 0 ? 1.8 : 1) })).toEqual({ state: 'none' });
});

it('takes no pictures that repeat for an earlier coding', () => {
  const sizes = createRandom(7);
  const loop = Array.from({ length: 60 }, () => sizes.between(0.5, 2));
  expect(look({ frames: 600, factor: (frame) => loop[frame % 60]! })).toEqual({ state: 'none' });
  const swing = (frame: number) => 1.5 + 0.5 * Math.sin((2 * Math.PI * frame) / 40);
  expect(look({ frames: 600, factor: swing })).toEqual({ state: 'none' });
});

it('says why it is not tested', () => {
  const { keys, positions, sizes } = video({});
  expect(largerFrames('hevc', { keys, positions }, sizes)).toEqual({ state: 'other-codec' });
  expect(look({ frames: 99 })).toEqual({ state: 'too-short' });
  sizes[7] = NaN;
  expect(largerFrames('h264', { keys, positions }, sizes)).toEqual({ state: 'sizes-unknown' });
});

it('is told as a hint, and its absence as nothing', () => {
  const told = (coded: Coded) =>
    codingFacts({ keyInterval: null, reordered: null, bitRate: null, largerFrames: look(coded) }).at(-1);
  expect(told({})).toEqual(['Earlier coding', 'no hint (this means nothing)']);
  expect(told({ factor: (frame) => (frame % 25 === 10 ? 1.8 : 1) })).toEqual([
    'Earlier coding',
    'hint: larger frames every 25 frames (12 compared, from frame 10 on), as after a coding with a key frame every 25 frames',
  ]);
});
