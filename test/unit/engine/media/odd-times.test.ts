import { describe, expect, it } from 'vitest';
import { oddTimes } from '../../../../src-main/engine/media/odd-times.ts';

const timeBase = { num: 1, den: 1000 };
const odd = (...ticks: number[]) => oddTimes(Float64Array.from(ticks), timeBase);

describe('oddTimes', () => {
  it('finds a single time stamp far from both of its neighbours, ahead or behind', () => {
    expect(odd(0, 40, 900_000, 120, 160)).toEqual([2]);
    expect(odd(900_000, 900_040, 5, 900_120, 900_160)).toEqual([2]);
  });

  it('leaves pauses, joins and slides alone', () => {
    expect(odd(0, 40, 80, 60_000, 60_040)).toEqual([]);
    expect(odd(60_000, 60_040, 0, 40, 80)).toEqual([]);
    expect(odd(0, 15_000, 30_000, 100_000, 115_000)).toEqual([]);
  });

  it('leaves B-frames alone, which are stored out of their order', () => {
    expect(odd(0, 120, 40, 80, 240, 160, 200)).toEqual([]);
  });
});
