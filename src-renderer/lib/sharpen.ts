/** Sharpens a frame for viewing: each value moves away from the mean of the four beside it (an unsharp mask, 1 pixel wide). */
import type { Size } from './frame-placement.ts';

/**
 * @param rgb interleaved, row by row; it stays as it is
 * @param amount times the distance from that mean; 0 changes nothing
 */
export function sharpened(rgb: Uint8Array, { width, height }: Size, amount: number): Uint8Array {
  // Rounds, and holds values within 0 to 255.
  const sharp = new Uint8ClampedArray(rgb.length);
  const row = width * 3;
  for (let y = 0; y < height; y += 1) {
    const above = y === 0 ? 0 : -row;
    const below = y === height - 1 ? 0 : row;
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const before = x < 3 ? 0 : -3;
      const after = x >= row - 3 ? 0 : 3;
      const mean = (rgb[at + above]! + rgb[at + below]! + rgb[at + before]! + rgb[at + after]!) / 4;
      sharp[at] = rgb[at]! + amount * (rgb[at]! - mean);
    }
  }
  return new Uint8Array(sharp.buffer);
}
