import { describe, expect, it } from 'vitest';
import { goalAhead, goalFor, stretchBefore } from '../../../../src-main/engine/viewing/read-ahead.ts';

/** 100 frames, of which ten fit; those given are there. No decoder is under way. */
const shelf = (...kept: number[]) => ({
  frameCount: 100,
  capacity: 10,
  has: (frameIndex: number) => kept.includes(frameIndex),
  reaches: (_frameIndex: number) => false,
});

describe('goalAhead', () => {
  it('fetches the next frames in the direction of the steps first, and forwards without an end', () => {
    expect(goalAhead({ position: 40, direction: 1 }, shelf(40, 41))).toEqual({
      frameIndex: 42,
      run: { first: 42, last: 99 },
    });
  });

  it('fetches the stretch before when the steps go back, ended by the first missing frame', () => {
    expect(goalAhead({ position: 40, direction: -1 }, shelf(40, 39, 38))).toEqual({
      frameIndex: 37,
      run: { first: 33, last: 37 },
    });
  });

  it('fetches a stretch back only when all of it fits', () => {
    const kept = shelf(40, 39, 38, 37, 36);
    expect(
      goalAhead({ position: 41, direction: -1 }, { ...kept, has: (at) => kept.has(at) || at > 40 }),
    ).toBeNull();
    expect(goalAhead({ position: 40, direction: -1 }, kept)?.run).toEqual({ first: 31, last: 35 });
    const atStart = shelf(9, 8, 7, 6, 5, 4);
    expect(goalAhead({ position: 9, direction: -1 }, atStart)?.run).toEqual({ first: 0, last: 3 });
  });

  it('then fetches what lies behind, for a change of mind', () => {
    expect(goalAhead({ position: 40, direction: 1 }, shelf(41, 42, 43, 44, 45))).toEqual({
      frameIndex: 39,
      run: { first: 36, last: 39 },
    });
  });

  it('starts no decoder for a few frames, but lets one that comes to them go on', () => {
    const few = shelf(39, 38, 37, 36, 35, 34);
    expect(
      goalAhead({ position: 40, direction: -1 }, { ...few, has: (at) => few.has(at) || at > 40 }),
    ).toBeNull();
    const under = { ...shelf(41, 42, 43, 44), reaches: (at: number) => at === 45 };
    expect(goalAhead({ position: 40, direction: 1 }, under)?.frameIndex).toBe(45);
  });

  it('rests when all that fits is there, and at the ends of the video', () => {
    expect(goalAhead({ position: 40, direction: 1 }, shelf(37, 38, 39, 41, 42, 43, 44, 45, 46))).toBeNull();
    expect(goalAhead({ position: 0, direction: -1 }, shelf(0, 1, 2, 3))).toBeNull();
    expect(goalAhead({ position: 99, direction: 1 }, shelf(98, 97, 96))).toBeNull();
  });
});

describe('goalFor', () => {
  it('begins at the frame that is waited for', () => {
    expect(goalFor(70, { position: 70, direction: 1 }, shelf())).toEqual({
      frameIndex: 70,
      run: { first: 70, last: 99 },
    });
  });

  it('takes the frames before it along when the steps go back', () => {
    expect(goalFor(70, { position: 70, direction: -1 }, shelf()).run).toEqual({ first: 62, last: 70 });
    expect(goalFor(2, { position: 2, direction: -1 }, shelf()).run).toEqual({ first: 0, last: 2 });
  });
});

it('fetches small pictures, which fit by the thousand, in stretches that come soon', () => {
  const small = { ...shelf(), frameCount: 90_000, capacity: 3800 };
  const last = { position: 89_999, direction: -1 } as const;
  expect(goalAhead(last, small)?.run).toEqual({ first: 89_899, last: 89_998 });
  expect(goalAhead({ ...last, direction: 1 }, small)?.run).toEqual({ first: 89_899, last: 89_998 });
});

describe('stretchBefore', () => {
  const back = { position: 40, direction: -1 } as const;

  it('is what a decoder gets ready while the stretch behind it is delivered', () => {
    expect(stretchBefore({ first: 33, last: 37 }, back, shelf())).toEqual({ first: 28, last: 32 });
    expect(stretchBefore({ first: 3, last: 7 }, back, shelf())).toEqual({ first: 0, last: 2 });
  });

  it('is not needed at the start of the video, forwards, and where few frames fit', () => {
    expect(stretchBefore({ first: 0, last: 4 }, back, shelf())).toBeNull();
    expect(stretchBefore({ first: 41, last: 99 }, back, shelf())).toBeNull();
    expect(stretchBefore({ first: 33, last: 37 }, { ...back, direction: 1 }, shelf())).toBeNull();
    expect(stretchBefore({ first: 38, last: 39 }, back, { ...shelf(), capacity: 3 })).toBeNull();
  });
});
