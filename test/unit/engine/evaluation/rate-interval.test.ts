import { describe, expect, it } from 'vitest';
import { rateInterval } from '../../../../src-main/engine/evaluation/rate-interval.ts';

describe('interval of a rate', () => {
  it('is bounded though nothing happened', () => {
    expect(rateInterval(0, 30).low).toBe(0);
    expect(rateInterval(0, 30).high).toBeCloseTo(1 - 0.025 ** (1 / 30), 6);
  });

  it('agrees with the tables of Clopper and Pearson', () => {
    expect(rateInterval(1, 20)).toEqual({ low: expect.closeTo(0.0013, 4), high: expect.closeTo(0.2487, 4) });
    expect(rateInterval(5, 50)).toEqual({ low: expect.closeTo(0.0333, 4), high: expect.closeTo(0.2181, 4) });
  });

  it('reaches 1 when it happened every time', () => {
    expect(rateInterval(3, 3)).toEqual({ low: expect.closeTo(0.025 ** (1 / 3), 6), high: 1 });
  });

  it('takes in both neighbours of a count that is not whole', () => {
    expect(rateInterval(4.5, 20)).toEqual({ low: rateInterval(4, 20).low, high: rateInterval(5, 20).high });
  });
});
