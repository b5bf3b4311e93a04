import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

describe('seeded random numbers', () => {
  it('come again with the same seed and differ with another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('fill [0, 1) evenly', () => {
    const random = createRandom(1);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[random.integer(10)]! += 1;
    // Five standard deviations of a binomial count around 1000.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('shuffle without losing or repeating an item', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = createRandom(3).shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });

  it('stand after a skip where that many draws would have left them', () => {
    for (const draws of [0, 1, 7, 100_000]) {
      const [drawn, skipped] = [createRandom(5), createRandom(5)];
      for (let i = 0; i < draws; i++) drawn.next();
      skipped.skip(draws);
      expect(skipped.next()).toBe(drawn.next());
    }
  });

  it('come round after 2³² draws', () => {
    const [fresh, skipped] = [createRandom(5), createRandom(5)];
    skipped.skip(2 ** 33 + 3);
    fresh.skip(3);
    expect(skipped.next()).toBe(fresh.next());
  });
});
