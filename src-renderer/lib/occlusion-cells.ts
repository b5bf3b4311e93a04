/** The patches of an occlusion map as they lie on the face's picture, whose side is 1. */
import type { Point } from '../../src-main/shared/domain.ts';
import { largestChange, type OcclusionMap } from '../../src-main/shared/occlusion.ts';

/** Side of the part that is shown, beside that of the square. */
const AROUND = 1.15;

export interface OcclusionCell {
  /** Corners for an SVG polygon. */
  points: string;
  middle: Point;
  change: number;
  /** Share of the largest change, 0 to 1. */
  strength: number;
}

/** The part of the face's picture with the square and some of what is around it, for an SVG's viewBox. */
export function partWithMap({ corners: [from, right, down] }: OcclusionMap): {
  x: number;
  y: number;
  side: number;
} {
  const last = { x: right.x + down.x - from.x, y: right.y + down.y - from.y };
  const span = (values: number[]) => Math.max(...values) - Math.min(...values);
  const all = [from, right, down, last];
  const side = AROUND * Math.max(span(all.map(({ x }) => x)), span(all.map(({ y }) => y)));
  return { x: (from.x + last.x - side) / 2, y: (from.y + last.y - side) / 2, side };
}

/** Without those outside the frame. */
export function occlusionCells({ side, corners, changes }: OcclusionMap): OcclusionCell[] {
  const [from, right, down] = corners;
  const at = (column: number, row: number): Point => ({
    x: from.x + ((right.x - from.x) * column + (down.x - from.x) * row) / side,
    y: from.y + ((right.y - from.y) * column + (down.y - from.y) * row) / side,
  });
  const largest = largestChange({ changes });
  return changes.flatMap((change, index) => {
    if (change === null) return [];
    const [column, row] = [index % side, Math.floor(index / side)];
    const around = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
    return {
      points: around.map(({ x, y }) => `${x},${y}`).join(' '),
      middle: at(column + 0.5, row + 0.5),
      change,
      strength: Math.abs(change) / largest,
    };
  });
}
