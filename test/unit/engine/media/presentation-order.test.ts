import { describe, expect, it } from 'vitest';
import { presentationOrder } from '../../../../src-main/engine/media/presentation-order.ts';

const timeBase = { num: 1, den: 1000 };
const frame = (dts: number, pts: number, key = 0) => ({ dts, pts, key });
/** I P B B, as they are stored. */
const group = (start: number) => [
  frame(start - 40, start, 1),
  frame(start, start + 120),
  frame(start + 40, start + 40),
  frame(start + 80, start + 80),
];

describe('presentationOrder', () => {
  it('shows B-frames where they belong and counts time from the first frame', () => {
    const order = presentationOrder(group(36_000_000), timeBase);
    expect([...order.timesMs]).toEqual([0, 40, 80, 120]);
    expect([...order.pts]).toEqual([36_000_000, 36_000_040, 36_000_080, 36_000_120]);
    expect([...order.keys]).toEqual([1, 0, 0, 0]);
    expect(order.joins).toEqual([]);
  });

  it('goes on after the end of a recording when the clock starts again', () => {
    const order = presentationOrder([...group(1000), ...group(1000)], timeBase);
    expect([...order.timesMs]).toEqual([0, 40, 80, 120, 160, 200, 240, 280]);
    expect(order.joins).toEqual([4]);
  });

  it('sees a join at a key frame however little the clock goes back', () => {
    const order = presentationOrder([...group(1000), ...group(1100)], timeBase);
    expect(order.joins).toEqual([4]);
    expect(order.timesMs.toSorted()).toEqual(order.timesMs);
  });

  it('takes a decoding clock that stumbles away from a key frame for one recording', () => {
    const [first, second, third, fourth] = group(1000) as [
      ReturnType<typeof frame>,
      ...ReturnType<typeof frame>[],
    ];
    const order = presentationOrder([first, { ...second!, dts: 900 }, third!, fourth!], timeBase);
    expect(order.joins).toEqual([]);
    expect([...order.timesMs]).toEqual([0, 40, 80, 120]);
  });

  it('keeps a pause in a recording as it is', () => {
    const order = presentationOrder([...group(0), ...group(60_000)], timeBase);
    expect(order.joins).toEqual([]);
    expect(order.timesMs[4]).toBe(60_000);
  });

  it('sees a leap of a clock that is the recorder’s own as a join, and leaves the gap out', () => {
    const order = presentationOrder([...group(0), ...group(3_600_000)], timeBase, true);
    expect(order.joins).toEqual([4]);
    expect([...order.timesMs]).toEqual([0, 40, 80, 120, 160, 200, 240, 280]);
  });

  it('takes slides that each stay for minutes for no leap, nor a pause of some seconds', () => {
    const slides = [0, 1, 2, 3].map((n) => frame(n * 120_000, n * 120_000, 1));
    expect(presentationOrder(slides, timeBase, true).joins).toEqual([]);
    expect(presentationOrder([...group(0), ...group(9000)], timeBase, true).joins).toEqual([]);
  });

  it('sees no join where the first frames have no decoding time, as in Matroska with B-frames', () => {
    const stored = [
      { dts: null, pts: 0, key: 1 },
      { dts: null, pts: 120, key: 0 },
      { dts: 40, pts: 40, key: 0 },
      { dts: 80, pts: 240, key: 1 },
      { dts: 120, pts: 160, key: 0 },
    ];
    const order = presentationOrder(stored, timeBase);
    expect(order.joins).toEqual([]);
    expect([...order.timesMs]).toEqual([0, 40, 120, 160, 240]);
  });
});
