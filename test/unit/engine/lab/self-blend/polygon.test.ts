import { describe, expect, it } from 'vitest';
import { filled, rounded } from '../../../../../src-main/engine/lab/self-blend/polygon.ts';

const square = [
  { x: 2, y: 2 },
  { x: 8, y: 2 },
  { x: 8, y: 8 },
  { x: 2, y: 8 },
];
const area = (mask: Float32Array) => mask.reduce((sum, value) => sum + value, 0);

describe('a filled polygon', () => {
  it('covers its area', () => {
    expect(area(filled(square, 12, 12))).toBeCloseTo(36, 5);
  });

  it('counts pixels that a side cuts in part', () => {
    const mask = filled(
      square.map(({ x, y }) => ({ x: x + 0.25, y })),
      12,
      12,
    );
    expect(mask[5 * 12 + 2]).toBeCloseTo(0.25, 5);
    expect(mask[5 * 12 + 8]).toBeCloseTo(0.75, 5);
  });

  it('is cut off at the edge', () => {
    expect(
      area(
        filled(
          square.map(({ x, y }) => ({ x: x - 5, y })),
          12,
          12,
        ),
      ),
    ).toBeCloseTo(21, 5);
    expect(
      area(
        filled(
          square.map(({ x, y }) => ({ x: x - 50, y })),
          12,
          12,
        ),
      ),
    ).toBe(0);
  });

  it('loses its corners when rounded and stays inside', () => {
    const round = rounded(square);
    expect(round).toHaveLength(16);
    for (const { x, y } of round) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(2);
      expect(Math.max(x, y)).toBeLessThanOrEqual(8);
      expect(Math.abs(x - 5) + Math.abs(y - 5)).toBeLessThan(5.1);
    }
  });
});
