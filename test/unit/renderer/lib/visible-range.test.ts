import { describe, expect, it } from 'vitest';
import { offsetToShow, visibleRange } from '../../../../src-renderer/lib/visible-range.ts';

describe('visibleRange', () => {
  it('keeps a handful of ten thousand rows', () => {
    const { start, end } = visibleRange(10_000, 60, { offset: 300_000, extent: 600 }, 6);
    expect({ start, end }).toEqual({ start: 4994, end: 5016 });
  });

  it('covers every pixel that is visible, wherever the list stands', () => {
    for (let offset = 0; offset <= 60 * 100 - 555; offset += 7) {
      const { start, end } = visibleRange(100, 60, { offset, extent: 555 }, 0);
      expect(start * 60).toBeLessThanOrEqual(offset);
      expect(end * 60).toBeGreaterThanOrEqual(Math.min(6000, offset + 555));
    }
  });

  it('shows the end of the list at once when rows were filtered away under a far scroll', () => {
    expect(visibleRange(3, 60, { offset: 90_000, extent: 600 }, 2)).toEqual({ start: 0, end: 3 });
    expect(visibleRange(100, 60, { offset: 90_000, extent: 600 }, 2)).toEqual({ start: 88, end: 100 });
  });

  it('shows nothing of an empty list', () => {
    expect(visibleRange(0, 60, { offset: 0, extent: 600 })).toEqual({ start: 0, end: 0 });
  });
});

describe('offsetToShow', () => {
  const scroll = { offset: 600, extent: 300 };

  it('leaves a list alone whose row is wholly visible', () => {
    expect(offsetToShow(12, 60, scroll)).toBe(600);
  });

  it('moves no further than to the edge that is nearer', () => {
    expect(offsetToShow(9, 60, scroll)).toBe(540);
    expect(offsetToShow(15, 60, scroll)).toBe(660);
  });

  it('brings a row that is cut off into full sight', () => {
    expect(offsetToShow(14, 60, { offset: 590, extent: 300 })).toBe(600);
  });
});
