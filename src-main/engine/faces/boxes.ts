/**
 * Boxes by their corners, for the detector: overlap, non-maximum suppression, regression and squaring. Coordinates are
 * pixels; corners may be outside the picture.
 */
import type { Box } from '../../shared/domain.ts';

export interface Corners {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Shifts of the four sides as shares of the box's width and height, as the detector's networks give them. */
export type Offsets = readonly [left: number, top: number, right: number, bottom: number];

export interface ScoredBox extends Corners {
  score: number;
}

/** The divisor of the shared area: the union of both boxes, or the smaller box (MTCNN's "Min"). */
type Overlap = 'union' | 'smaller';

export function cornersOf({ x, y, width, height }: Box): Corners {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

export function boxOf({ left, top, right, bottom }: Corners): Box {
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Intersection over union, 0 to 1; 0 for boxes without area. */
export function intersectionOverUnion(a: Corners, b: Corners): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (area(a) + area(b) - shared);
}

const area = ({ left, top, right, bottom }: Corners) => (right - left) * (bottom - top);

/**
 * Moves each corner by its offset times the box's size.
 * @param inclusive 1 if a size includes the last pixel, as in Caffe's networks
 */
export function regress<B extends Corners>(box: B, [left, top, right, bottom]: Offsets, inclusive: 0 | 1): B {
  const width = box.right - box.left + inclusive;
  const height = box.bottom - box.top + inclusive;
  return {
    ...box,
    left: box.left + left * width,
    top: box.top + top * height,
    right: box.right + right * width,
    bottom: box.bottom + bottom * height,
  };
}

/** The square with the same centre; its side is the longer side of the box. */
export function squared<B extends Corners>(box: B): B {
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const side = Math.max(width, height);
  const left = box.left + (width - side) / 2;
  const top = box.top + (height - side) / 2;
  return { ...box, left, top, right: left + side, bottom: top + side };
}

/**
 * The whole pixels of a box inside a picture, as half-open ranges; null if there are none. Corners are counted from 1
 * and inclusive, as in the MATLAB code that trained the networks.
 */
export function pixelsInside(box: Corners, width: number, height: number): Corners | null {
  const left = Math.max(Math.trunc(box.left), 1) - 1;
  const top = Math.max(Math.trunc(box.top), 1) - 1;
  const right = Math.min(Math.trunc(box.right), width);
  const bottom = Math.min(Math.trunc(box.bottom), height);
  return right > left && bottom > top ? { left, top, right, bottom } : null;
}

/**
 * Greedy non-maximum suppression, from the highest score down: a box is dropped if it overlaps a kept box by more than
 * `threshold`.
 * @param overlap 'smaller' counts sizes with the last pixel, as the original MTCNN does
 * @returns the kept boxes, highest score first; equal scores in the given order
 */
export function suppress<B extends ScoredBox>(
  boxes: readonly B[],
  threshold: number,
  overlap: Overlap = 'union',
): B[] {
  const sorted = [...boxes].sort((a, b) => b.score - a.score);
  const last = overlap === 'smaller' ? 1 : 0;
  // The kept boxes as columns of numbers, because thousands of candidates are compared with hundreds of them.
  const left = new Float64Array(sorted.length);
  const top = new Float64Array(sorted.length);
  const right = new Float64Array(sorted.length);
  const bottom = new Float64Array(sorted.length);
  const areas = new Float64Array(sorted.length);
  const kept: B[] = [];
  candidates: for (const box of sorted) {
    const boxRight = box.right + last;
    const boxBottom = box.bottom + last;
    const boxArea = (boxRight - box.left) * (boxBottom - box.top);
    for (let k = 0; k < kept.length; k += 1) {
      const width = Math.min(boxRight, right[k]!) - Math.max(box.left, left[k]!);
      if (width <= 0) continue;
      const height = Math.min(boxBottom, bottom[k]!) - Math.max(box.top, top[k]!);
      if (height <= 0) continue;
      const shared = width * height;
      const whole = overlap === 'union' ? boxArea + areas[k]! - shared : Math.min(boxArea, areas[k]!);
      if (shared > threshold * whole) continue candidates;
    }
    left[kept.length] = box.left;
    top[kept.length] = box.top;
    right[kept.length] = boxRight;
    bottom[kept.length] = boxBottom;
    areas[kept.length] = boxArea;
    kept.push(box);
  }
  return kept;
}
