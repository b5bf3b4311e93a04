import { describe, expect, it } from 'vitest';
import { placeSound } from '../../../../src-renderer/lib/place-sound.ts';

const part = { startMs: 4000, lengthMs: 4000 };
/** At 1000 ms of the page's clock, what has 2 s on the clock of the output is heard. */
const output = { contextTime: 2, performanceTime: 1000 };

describe('placeSound', () => {
  it('begins a part so that it is heard when its time of the film is on', () => {
    // The film is at 4000 ms when the clock is at 1700: 700 ms after the output was asked.
    const anchor = { filmMs: 3500, atMs: 1200 };
    const placed = placeSound(part, anchor, output, 2.05);
    expect(placed).toEqual({ when: expect.closeTo(2.7, 9), offset: 0 });
  });

  it('leaves out what is over, so that the rest is in step', () => {
    // The part began at 200 ms of the clock, which is 1.2 s for the output; it can begin at 2.05 s.
    const anchor = { filmMs: 4800, atMs: 1000 };
    const placed = placeSound(part, anchor, output, 2.05);
    expect(placed).toEqual({ when: 2.05, offset: expect.closeTo(0.85, 9) });
  });

  it('puts parts of one film end to end', () => {
    const anchor = { filmMs: 100, atMs: 990 };
    const [first, second] = [0, 4000].map((startMs) =>
      placeSound({ startMs, lengthMs: 4000 }, anchor, output, 2.01),
    );
    expect(second!.when - (first!.when - first!.offset)).toBeCloseTo(4, 9);
  });

  it('plays nothing of a part that is over', () => {
    expect(placeSound(part, { filmMs: 8000, atMs: 1000 }, output, 2)).toBeNull();
  });
});
