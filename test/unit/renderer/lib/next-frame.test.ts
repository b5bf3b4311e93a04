import { describe, expect, it } from 'vitest';
import { nextFrame } from '../../../../src-renderer/lib/next-frame.ts';

/** Ten frames with a pause after the fifth; the last ends at 1,100 ms. */
const film = {
  timesMs: Float64Array.of(0, 40, 80, 120, 160, 860, 900, 940, 980, 1020),
  endMs: 1100,
};
const frame = (
  current: number,
  filmMs: number,
  rate: number,
  loop: { first: number; last: number } | null,
) => {
  const { frameIndex, left, isNewRound } = nextFrame(film, current, filmMs, rate, loop);
  return [frameIndex, left, isNewRound];
};

describe('the frame that playing comes to', () => {
  it('is the one on screen at the time, and those that went by are left out', () => {
    expect(frame(1, 70, 1, null)).toEqual([1, 0, false]);
    expect(frame(1, 130, 1, null)).toEqual([3, 1, false]);
    expect(frame(5, 170, -1, null)).toEqual([5, 0, false]);
    expect(frame(5, 90, -1, null)).toEqual([3, 1, false]);
  });

  it('in a loop begins anew when the last frame has had its time, however long that is', () => {
    const loop = { first: 2, last: 4 };
    expect(frame(4, 859, 1, loop)).toEqual([4, 0, false]);
    expect(frame(4, 860, 1, loop)).toEqual([2, 0, true]);
    expect(frame(3, 900, 1, loop)).toEqual([2, 1, true]);
    expect(frame(2, 41, -1, loop)).toEqual([2, 0, false]);
    expect(frame(2, 40, -1, loop)).toEqual([4, 0, true]);
  });

  it('in a loop is never outside of it, and a start elsewhere leaves nothing out', () => {
    const loop = { first: 2, last: 4 };
    expect(frame(9, 1020, 1, loop)).toEqual([2, 0, true]);
    expect(frame(0, 0, -1, loop)).toEqual([4, 0, true]);
    expect(frame(9, 1100, 1, { first: 8, last: 40 })).toEqual([8, 0, true]);
  });

  it('may be the only one of the loop', () => {
    expect(frame(3, 160, 1, { first: 3, last: 3 })).toEqual([3, 0, true]);
  });
});
