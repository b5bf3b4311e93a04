/**
 * Separable linear filters over pictures: resizing and the Gaussian. Past the edge nothing is read; the weights that are
 * left add up to 1.
 */
interface Filtered {
  rgb: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Along one axis, for each new pixel: the first old one, and the weights of it and of those that follow. */
interface Taps {
  first: Int32Array;
  count: number;
  weights: Float32Array;
}

/** By triangles as wide as the coarser of both grids' steps: bilinear upwards, nothing folds back downwards. */
export function resize({ rgb, width, height }: Filtered, toWidth: number, toHeight: number): Filtered {
  const across = triangles(width, toWidth);
  const down = triangles(height, toHeight);
  return { rgb: filter(rgb, width, height, across, down), width: toWidth, height: toHeight };
}

/** @param sigma standard deviation in pixels */
export function gaussianBlur({ rgb, width, height }: Filtered, sigma: number): Uint8ClampedArray {
  return filter(rgb, width, height, gaussians(width, sigma), gaussians(height, sigma));
}

function triangles(length: number, toLength: number): Taps {
  const scale = length / toLength;
  const reach = Math.max(1, scale);
  const weigh = (distance: number) => Math.max(0, 1 - Math.abs(distance) / reach);
  return taps(length, toLength, reach, weigh);
}

function gaussians(length: number, sigma: number): Taps {
  const weigh = (distance: number) => Math.exp((-distance * distance) / (2 * sigma * sigma));
  return taps(length, length, Math.ceil(2.5 * sigma), weigh);
}

function taps(length: number, toLength: number, reach: number, weigh: (distance: number) => number): Taps {
  const count = Math.min(length, Math.floor(2 * reach) + 1);
  const first = new Int32Array(toLength);
  const weights = new Float32Array(toLength * count);
  for (let to = 0; to < toLength; to += 1) {
    const centre = ((to + 0.5) * length) / toLength - 0.5;
    const start = Math.min(Math.max(Math.ceil(centre - reach), 0), length - count);
    first[to] = start;
    let sum = 0;
    for (let tap = 0; tap < count; tap += 1) {
      const distance = start + tap - centre;
      const weight = Math.abs(distance) <= reach ? weigh(distance) : 0;
      weights[to * count + tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < count; tap += 1) weights[to * count + tap]! /= sum;
  }
  return { first, count, weights };
}

function filter(
  rgb: Uint8ClampedArray,
  width: number,
  height: number,
  across: Taps,
  down: Taps,
): Uint8ClampedArray {
  const line = across.first.length * 3;
  const lines = down.first.length;
  const rows = new Float32Array(line * height);
  for (let y = 0; y < height; y += 1) filterRow(rgb, y * width, rows, y * line, across);
  const result = new Uint8ClampedArray(line * lines);
  const sums = new Float32Array(line);
  for (let y = 0; y < lines; y += 1) {
    sums.fill(0);
    for (let tap = 0; tap < down.count; tap += 1) {
      const weight = down.weights[y * down.count + tap]!;
      if (weight === 0) continue;
      const from = (down.first[y]! + tap) * line;
      for (let at = 0; at < line; at += 1) sums[at]! += weight * rows[from + at]!;
    }
    result.set(sums, y * line);
  }
  return result;
}

/** @param start the row's first pixel @param to where it goes */
function filterRow(
  rgb: Uint8ClampedArray,
  start: number,
  rows: Float32Array,
  to: number,
  { first, count, weights }: Taps,
): void {
  for (let x = 0, tap = 0; x < first.length; x += 1) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let from = (start + first[x]!) * 3;
    for (const end = tap + count; tap < end; tap += 1, from += 3) {
      const weight = weights[tap]!;
      red += weight * rgb[from]!;
      green += weight * rgb[from + 1]!;
      blue += weight * rgb[from + 2]!;
    }
    rows[to + x * 3] = red;
    rows[to + x * 3 + 1] = green;
    rows[to + x * 3 + 2] = blue;
  }
}
