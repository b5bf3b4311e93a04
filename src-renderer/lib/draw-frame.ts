/** Puts the pixels of a frame on a canvas, one for one. */
import type { Size } from './frame-placement.ts';

/** @param frame `rgb` interleaved, row by row */
export function drawFrame(canvas: HTMLCanvasElement, { facts, rgb }: { facts: Size; rgb: Uint8Array }): void {
  const { width, height } = facts;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.getContext('2d', { alpha: false })?.putImageData(imageOf(rgb, width, height), 0, 0);
}

function imageOf(rgb: Uint8Array, width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  // Whole pixels at once, in the byte order of every machine that Electron runs on: little endian.
  const pixels = new Uint32Array(image.data.buffer);
  for (let at = 0, from = 0; at < pixels.length; at += 1, from += 3) {
    pixels[at] = 0xff000000 | (rgb[from + 2]! << 16) | (rgb[from + 1]! << 8) | rgb[from]!;
  }
  return image;
}
