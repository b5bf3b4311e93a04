import { describe, expect, it } from 'vitest';
import { hasOddTimes, oddTimes } from '../../../../src-main/engine/media/odd-times.ts';

const timeBase = { num: 1, den: 1000 };
const odd = (...ticks: number[]) => [...oddTimes(Float64Array.from(ticks), [1], timeBase)];
/** Ten seconds at 25 frames a second, with some of the time stamps replaced. */
const clock = (replaced: Record<number, number> = {}) =>
  Array.from({ length: 250 }, (_, i) => replaced[i] ?? i * 40);

describe('oddTimes', () => {
  it('finds a single time stamp far from both of its neighbours, ahead or behind', () => {
    expect(odd(0, 40, 900_000, 120, 160)).toEqual([[2, 80]]);
    expect(odd(900_000, 900_040, 5, 900_120, 900_160)).toEqual([[2, 900_080]]);
  });

  it.each([-5000, -2000, 2000, 3000, 9000])('finds one that is off by %i ms', (off) => {
    expect(odd(...clock({ 150: 6000 + off }))).toEqual([[150, 6000]]);
  });

  it('finds one on the first or the last frame if the clock goes back there', () => {
    expect(odd(...clock({ 0: 3000 }))).toEqual([[0, 0]]);
    expect(odd(...clock({ 249: 5000 }))).toEqual([[249, 9960]]);
  });

  it('finds a few in a row, which ffmpeg computed from the first one', () => {
    expect(odd(...clock({ 3: 30_000, 4: 30_040, 5: 30_080 })).map(([place]) => place)).toEqual([3, 4, 5]);
  });

  it('takes a key frame at which the clock starts again for another recording', () => {
    const keys = (place: number) => clock().map((_, i) => (i === 0 || i === place ? 1 : 0));
    const last = Float64Array.from(clock({ 249: 0 }));
    expect(oddTimes(last, keys(249), timeBase).size).toBe(0);
    const first = Float64Array.from([90_000, ...clock()]);
    expect(oddTimes(first, keys(1), timeBase).size).toBe(0);
  });

  it('leaves pauses, joins and slides alone', () => {
    expect(odd(0, 40, 80, 60_000, 60_040)).toEqual([]);
    expect(odd(60_000, 60_040, 60_080, ...clock())).toEqual([]);
    expect(odd(...clock(), 0, 40, 80)).toEqual([]);
    expect(odd(...clock(), ...clock())).toEqual([]);
    expect(odd(...clock({ 249: 25_000 }))).toEqual([]);
    expect(odd(0, 15_000, 30_000, 100_000, 115_000)).toEqual([]);
  });

  it('leaves B-frames alone, which are stored out of their order', () => {
    expect(odd(0, 120, 40, 80, 240, 160, 200)).toEqual([]);
    expect(odd(0, 4000, 2000, 1000, 3000, 8000, 6000, 5000, 7000)).toEqual([]);
  });
});

describe('hasOddTimes', () => {
  const frames = (shown: (i: number) => number) =>
    clock().map((dts, i) => ({ pts: shown(i), dts, key: i === 0 ? 1 : 0 }));

  it('finds a frame that would be shown seconds before or after it is decoded', () => {
    expect(
      hasOddTimes(
        frames((i) => i * 40 + 80),
        timeBase,
      ),
    ).toBe(false);
    for (const off of [-3000, 3000])
      expect(
        hasOddTimes(
          frames((i) => i * 40 + (i === 100 ? off : 0)),
          timeBase,
        ),
      ).toBe(true);
  });

  it('leaves a pause between B-frames alone', () => {
    const paused = [0, 10_080, 40, 80, 10_040, 10_120, 10_160, 10_200];
    const stored = paused.map((pts, i) => ({ pts, dts: i < 4 ? (i - 2) * 40 : 9960 + i * 40, key: 0 }));
    expect(hasOddTimes(stored, timeBase)).toBe(false);
  });
});
