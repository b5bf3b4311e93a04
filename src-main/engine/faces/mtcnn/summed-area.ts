/**
 * One summed-area table (Crow 1984) per colour plane: it gives the mean of any rectangle of pixels from four numbers.
 * All levels of the pyramid and all crops of candidates come from the table of their frame. The cost does not depend
 * on the scale.
 */
import type { Frame } from '../../media/frame.ts';
import type { Corners } from '../boxes.ts';

export interface SummedArea {
  readonly width: number;
  readonly height: number;
  /**
   * [height + 1, width + 1, 3]: at (y, x), the sum over all pixels above y and left of x. With more than 8 million
   * pixels the sums overflow, but their differences are still correct.
   */
  readonly sums: Int32Array;
}

export const summedAreaLength = (width: number, height: number) => (width + 1) * (height + 1) * 3;

/** @param sums of `summedAreaLength`; overwritten */
export function summedArea({ rgb, width, height }: Frame, sums: Int32Array): SummedArea {
  const stride = (width + 1) * 3;
  sums.fill(0, 0, stride);
  let from = 0;
  for (let y = 1; y <= height; y += 1) {
    let to = y * stride;
    let red = 0;
    let green = 0;
    let blue = 0;
    sums[to] = sums[to + 1] = sums[to + 2] = 0;
    for (const end = to + stride - 3; to < end; from += 3) {
      to += 3;
      red += rgb[from]!;
      green += rgb[from + 1]!;
      blue += rgb[from + 2]!;
      sums[to] = sums[to - stride]! + red;
      sums[to + 1] = sums[to + 1 - stride]! + green;
      sums[to + 2] = sums[to + 2 - stride]! + blue;
    }
  }
  return { width, height, sums };
}

interface Resampling {
  /** Whole pixels of the picture. */
  region: Corners;
  width: number;
  height: number;
  /** Only these rows of the result, half-open; all rows if absent. */
  rows?: { from: number; to: number };
}

/**
 * Scales a region to width × height: each pixel is the mean of all source pixels that it touches, with equal weight
 * (PyTorch's `interpolate(mode='area')`, which made the golden results). Writes three planes (red, green, blue) of
 * 0–255, starting at `offset`.
 */
export function resample(
  { width: pictureWidth, sums }: SummedArea,
  { region, width, height, rows = { from: 0, to: height } }: Resampling,
  target: Float32Array,
  offset: number,
): void {
  const stride = (pictureWidth + 1) * 3;
  const regionWidth = region.right - region.left;
  const regionHeight = region.bottom - region.top;
  const starts = new Int32Array(width);
  const ends = new Int32Array(width);
  for (let x = 0; x < width; x += 1) {
    starts[x] = (region.left + Math.floor((x * regionWidth) / width)) * 3;
    ends[x] = (region.left + Math.ceil(((x + 1) * regionWidth) / width)) * 3;
  }
  const plane = (rows.to - rows.from) * width;
  let to = offset;
  for (let y = rows.from; y < rows.to; y += 1) {
    const first = region.top + Math.floor((y * regionHeight) / height);
    const last = region.top + Math.ceil(((y + 1) * regionHeight) / height);
    const above = first * stride;
    const below = last * stride;
    const share = 3 / (last - first);
    for (let x = 0; x < width; x += 1, to += 1) {
      const start = starts[x]!;
      const end = ends[x]!;
      const scale = share / (end - start);
      const a = above + start;
      const b = above + end;
      const c = below + start;
      const d = below + end;
      target[to] = ((sums[d]! - sums[c]! - sums[b]! + sums[a]!) | 0) * scale;
      target[to + plane] = ((sums[d + 1]! - sums[c + 1]! - sums[b + 1]! + sums[a + 1]!) | 0) * scale;
      target[to + 2 * plane] = ((sums[d + 2]! - sums[c + 2]! - sums[b + 2]! + sums[a + 2]!) | 0) * scale;
    }
  }
}
