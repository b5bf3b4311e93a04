/** Values of single pixels for the examiner to read. */
import type { Point } from '../../src-main/shared/domain.ts';
import type { ViewedFrame } from '../../src-main/shared/viewing.ts';

export type Rgb = readonly [r: number, g: number, b: number];

export function rgbAt({ facts, rgb }: ViewedFrame, { x, y }: Point): Rgb {
  const at = (y * facts.width + x) * 3;
  return [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
}

/** Luma and chroma of an RGB value in limited range (ITU-R BT.709-6, items 3.2 to 3.4), not those stored in the file. */
export function yuvOf([r, g, b]: Rgb): readonly [y: number, u: number, v: number] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [
    Math.round(16 + (219 * luma) / 255),
    Math.round(128 + (224 * (b - luma)) / (1.8556 * 255)),
    Math.round(128 + (224 * (r - luma)) / (1.5748 * 255)),
  ];
}
