/** Closed polygons: rounded, and filled into a mask. */
import type { Point } from '../../../shared/domain.ts';

/** Cuts each corner at a quarter of its sides, twice (Chaikin 1974). */
export function rounded(polygon: readonly Point[]): Point[] {
  return cutCorners(cutCorners(polygon));
}

function cutCorners(polygon: readonly Point[]): Point[] {
  return polygon.flatMap((from, index) => {
    const to = polygon[(index + 1) % polygon.length]!;
    const part = (share: number) => ({
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    });
    return [part(0.25), part(0.75)];
  });
}

/**
 * Fills by the even-odd rule; pixel centres have whole coordinates, and a pixel that a side cuts counts in part.
 * @returns coverage from 0 to 1, width × height
 */
export function filled(polygon: readonly Point[], width: number, height: number): Float32Array {
  const mask = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const crossings = crossingsOf(polygon, y);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const start = Math.max(crossings[pair]! + 0.5, 0);
      const end = Math.min(crossings[pair + 1]! + 0.5, width);
      for (let x = Math.floor(start); x < end; x += 1) {
        mask[y * width + x]! += Math.min(x + 1, end) - Math.max(x, start);
      }
    }
  }
  return mask;
}

function crossingsOf(polygon: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  let from = polygon.at(-1)!;
  for (const to of polygon) {
    if (from.y <= y !== to.y <= y)
      crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
    from = to;
  }
  return crossings.sort((a, b) => a - b);
}
