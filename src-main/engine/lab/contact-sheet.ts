/** Square pictures side by side, row under row, with a gap between them: what a set shows at one glance. */
import type { Pixels } from '../media/encode-pictures.ts';

const GAP = 4;
/** Middle grey: black and white edges both stand out from it. */
const GROUND = 128;

/**
 * @param rows pictures of sizePx × sizePx RGB, interleaved, as many in each row
 */
export function contactSheet(rows: readonly (readonly Uint8Array[])[], sizePx: number): Pixels {
  const step = sizePx + GAP;
  const width = (rows[0]?.length ?? 0) * step + GAP;
  const height = rows.length * step + GAP;
  const rgb = new Uint8Array(width * height * 3).fill(GROUND);
  const line = sizePx * 3;
  for (const [row, pictures] of rows.entries()) {
    for (const [column, picture] of pictures.entries()) {
      const left = GAP + column * step;
      const top = GAP + row * step;
      for (let y = 0; y < sizePx; y += 1) {
        rgb.set(picture.subarray(y * line, (y + 1) * line), ((top + y) * width + left) * 3);
      }
    }
  }
  return { rgb, width, height };
}

/** A mask as a grey picture: white where it is 1. */
export function greyPicture(mask: Float32Array): Uint8Array {
  const rgb = new Uint8Array(mask.length * 3);
  for (const [pixel, value] of mask.entries()) rgb.fill(Math.round(255 * value), pixel * 3, pixel * 3 + 3);
  return rgb;
}
