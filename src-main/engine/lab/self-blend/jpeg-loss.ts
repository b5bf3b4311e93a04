/**
 * What JPEG takes from a picture, without making the file: colour differences at half the resolution, an 8 × 8 cosine
 * transform and rounding to the steps of Annex K (ITU-T T.81), scaled to a quality as libjpeg does. The entropy coding
 * that follows loses nothing.
 */
import { forwardDct, inverseDct, SCALES } from './block-dct.ts';

// prettier-ignore
const LUMA_STEPS = [
  16, 11, 10, 16, 24, 40, 51, 61,      12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56,      14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77,    24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101,  72, 92, 95, 98, 112, 100, 103, 99,
];
// prettier-ignore
const CHROMA_STEPS = [
  17, 18, 24, 47, 99, 99, 99, 99,  18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99,  47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,  99, 99, 99, 99, 99, 99, 99, 99,
];

/** Two chroma blocks' worth of luma: what 4:2:0 codes together. */
const UNIT = 16;

/** One component, centred on zero, its size a multiple of the block's. */
interface Plane {
  values: Float32Array;
  width: number;
  height: number;
}

/**
 * @param rgb interleaved
 * @param quality 1 to 100, libjpeg's scale
 */
export function jpegLoss(
  rgb: Uint8ClampedArray,
  width: number,
  height: number,
  quality: number,
): Uint8ClampedArray {
  const { luma, blue, red } = toComponents(rgb, width, height);
  quantise(luma, scaled(LUMA_STEPS, quality));
  const chromaSteps = scaled(CHROMA_STEPS, quality);
  quantise(blue, chromaSteps);
  quantise(red, chromaSteps);
  return toRgb(luma, upsampled(blue), upsampled(red), width, height);
}

function scaled(steps: readonly number[], quality: number): number[] {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return steps.map((step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/** Edges are repeated up to whole units, colour differences averaged over two by two pixels. */
function toComponents(rgb: Uint8ClampedArray, width: number, height: number) {
  const luma = plane(Math.ceil(width / UNIT) * UNIT, Math.ceil(height / UNIT) * UNIT);
  const blue = plane(luma.width / 2, luma.height / 2);
  const red = plane(luma.width / 2, luma.height / 2);
  for (let y = 0, to = 0; y < luma.height; y += 1) {
    const row = Math.min(y, height - 1) * width;
    const chromaRow = (y >> 1) * blue.width;
    for (let x = 0; x < luma.width; x += 1, to += 1) {
      const from = (row + Math.min(x, width - 1)) * 3;
      const r = rgb[from]!;
      const g = rgb[from + 1]!;
      const b = rgb[from + 2]!;
      luma.values[to] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
      const at = chromaRow + (x >> 1);
      blue.values[at]! += (-0.168736 * r - 0.331264 * g + 0.5 * b) / 4;
      red.values[at]! += (0.5 * r - 0.418688 * g - 0.081312 * b) / 4;
    }
  }
  return { luma, blue, red };
}

const plane = (width: number, height: number): Plane => ({
  values: new Float32Array(width * height),
  width,
  height,
});

function quantise({ values, width, height }: Plane, steps: readonly number[]): void {
  const block = new Float64Array(64);
  // The transform leaves its scale to be taken out here, together with the division by the step.
  const divide = Float64Array.from(steps, (step, at) => 1 / (step * SCALES[at]! * 8));
  const multiply = Float64Array.from(steps, (step, at) => (step * SCALES[at]!) / 8);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let row = 0; row < 8; row += 1) {
        const from = (top + row) * width + left;
        for (let column = 0; column < 8; column += 1) block[row * 8 + column] = values[from + column]!;
      }
      forwardDct(block);
      for (let at = 0; at < 64; at += 1) {
        block[at] = Math.floor(block[at]! * divide[at]! + 0.5) * multiply[at]!;
      }
      inverseDct(block);
      for (let row = 0; row < 8; row += 1) {
        const to = (top + row) * width + left;
        for (let column = 0; column < 8; column += 1) values[to + column] = block[row * 8 + column]!;
      }
    }
  }
}

/** To twice the size, three parts of the nearer value and one of the farther, as decoders do. */
function upsampled({ values, width, height }: Plane): Float32Array {
  const wide = width * 2;
  const result = new Float32Array(wide * height * 2);
  const column = new Float32Array(width);
  for (let y = 0; y < height * 2; y += 1) {
    const near = (y >> 1) * width;
    const far = Math.min(Math.max((y >> 1) + (y & 1 ? 1 : -1), 0), height - 1) * width;
    for (let x = 0; x < width; x += 1) column[x] = 0.75 * values[near + x]! + 0.25 * values[far + x]!;
    for (let x = 0, to = y * wide; x < width; x += 1, to += 2) {
      const here = 0.75 * column[x]!;
      result[to] = here + 0.25 * column[x > 0 ? x - 1 : 0]!;
      result[to + 1] = here + 0.25 * column[x < width - 1 ? x + 1 : x]!;
    }
  }
  return result;
}

function toRgb(luma: Plane, blue: Float32Array, red: Float32Array, width: number, height: number) {
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0, at = y * luma.width; x < width; x += 1, at += 1, to += 3) {
      const light = luma.values[at]! + 128;
      rgb[to] = light + 1.402 * red[at]!;
      rgb[to + 1] = light - 0.344136 * blue[at]! - 0.714136 * red[at]!;
      rgb[to + 2] = light + 1.772 * blue[at]!;
    }
  }
  return rgb;
}
