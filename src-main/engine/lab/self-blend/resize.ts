/** Separable linear resampling; towards fewer pixels the weights widen so that nothing folds back. */

/** For each new pixel: the first old one, and the weights of it and its neighbours. */
interface Taps {
  first: Int32Array;
  count: number;
  weights: Float32Array;
}

export function resize(
  rgb: Uint8ClampedArray,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8ClampedArray {
  const rows = new Float32Array(toWidth * height * 3);
  const across = tapsFor(width, toWidth);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < toWidth; x += 1, to += 3) {
      let from = (y * width + across.first[x]!) * 3;
      let [red, green, blue] = [0, 0, 0];
      for (let tap = x * across.count, end = tap + across.count; tap < end; tap += 1, from += 3) {
        const weight = across.weights[tap]!;
        red += weight * rgb[from]!;
        green += weight * rgb[from + 1]!;
        blue += weight * rgb[from + 2]!;
      }
      rows[to] = red;
      rows[to + 1] = green;
      rows[to + 2] = blue;
    }
  }
  const line = toWidth * 3;
  const result = new Uint8ClampedArray(line * toHeight);
  const down = tapsFor(height, toHeight);
  const sums = new Float32Array(line);
  for (let y = 0; y < toHeight; y += 1) {
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

function tapsFor(length: number, toLength: number): Taps {
  const scale = length / toLength;
  const reach = Math.max(1, scale);
  const count = Math.min(length, Math.ceil(2 * reach) + 1);
  const first = new Int32Array(toLength);
  const weights = new Float32Array(toLength * count);
  for (let to = 0; to < toLength; to += 1) {
    const centre = (to + 0.5) * scale - 0.5;
    const start = Math.min(Math.max(Math.ceil(centre - reach), 0), length - count);
    first[to] = start;
    let sum = 0;
    for (let tap = 0; tap < count; tap += 1) {
      const weight = Math.max(0, 1 - Math.abs(start + tap - centre) / reach);
      weights[to * count + tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < count; tap += 1) weights[to * count + tap]! /= sum;
  }
  return { first, count, weights };
}
