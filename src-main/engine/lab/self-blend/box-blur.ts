/**
 * A moving mean over 2 · radius + 1 values along both axes, twice: close to a Gaussian, at a cost free of the radius.
 * In place; edges are repeated outwards, so that a face which the picture cuts stays whole there.
 */
export function boxBlur(values: Float32Array, width: number, height: number, radius: number): void {
  const line = new Float32Array(Math.max(width, height));
  for (let pass = 0; pass < 2; pass += 1) {
    for (let y = 0; y < height; y += 1) blurLine(values, y * width, 1, width, radius, line);
    for (let x = 0; x < width; x += 1) blurLine(values, x, width, height, radius, line);
  }
}

/** @param line room for a copy */
function blurLine(
  values: Float32Array,
  start: number,
  step: number,
  length: number,
  radius: number,
  line: Float32Array,
): void {
  for (let at = 0, from = start; at < length; at += 1, from += step) line[at] = values[from]!;
  const last = length - 1;
  let sum = 0;
  for (let at = -radius; at <= radius; at += 1) sum += line[Math.min(Math.max(at, 0), last)]!;
  const share = 1 / (2 * radius + 1);
  for (let at = 0, to = start; at < length; at += 1, to += step) {
    values[to] = sum * share;
    sum += line[Math.min(at + radius + 1, last)]! - line[Math.max(at - radius, 0)]!;
  }
}
