/** Blurs: a box over one channel for masks, a Gaussian over pictures. Edges are repeated outwards. */

/** A moving mean over 2 · radius + 1 values along both axes, twice: close to a Gaussian, at a cost free of the radius. */
export function boxBlur(values: Float32Array, width: number, height: number, radius: number): void {
  const line = new Float32Array(Math.max(width, height));
  for (let pass = 0; pass < 2; pass += 1) {
    for (let y = 0; y < height; y += 1) blurLine(values, y * width, 1, width, radius, line);
    for (let x = 0; x < width; x += 1) blurLine(values, x, width, height, radius, line);
  }
}

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

/** @param sigma standard deviation in pixels */
export function gaussianBlur(
  rgb: Uint8ClampedArray,
  width: number,
  height: number,
  sigma: number,
): Uint8ClampedArray {
  const reach = Math.ceil(2.5 * sigma);
  const weights = Float64Array.from({ length: reach + 1 }, (_, at) =>
    Math.exp((-at * at) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + 2 * weight, -1);
  const kernel = weights.map((weight) => weight / sum);
  const rows = new Float32Array(rgb.length);
  const blurred = new Uint8ClampedArray(rgb.length);
  convolve(rgb, rows, { lines: height, length: width, line: width * 3, step: 3 }, kernel);
  convolve(rows, blurred, { lines: width, length: height, line: 3, step: width * 3 }, kernel);
  return blurred;
}

/** How to walk along one axis of an interleaved picture. */
interface Axis {
  lines: number;
  length: number;
  line: number;
  step: number;
}

/** @param kernel its middle and what follows */
function convolve(
  from: Uint8ClampedArray | Float32Array,
  to: Uint8ClampedArray | Float32Array,
  { lines, length, line, step }: Axis,
  kernel: Float64Array,
): void {
  for (let at = 0; at < lines; at += 1) {
    for (let place = 0; place < length; place += 1) {
      const here = at * line + place * step;
      for (let channel = 0; channel < 3; channel += 1) {
        const middle = here + channel;
        let sum = from[middle]! * kernel[0]!;
        for (let tap = 1; tap < kernel.length; tap += 1) {
          const before = middle - Math.min(tap, place) * step;
          const after = middle + Math.min(tap, length - 1 - place) * step;
          sum += (from[before]! + from[after]!) * kernel[tap]!;
        }
        to[middle] = sum;
      }
    }
  }
}
