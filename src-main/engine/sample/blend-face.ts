/**
 * Blends a face with an altered copy of itself. This looks like the seam of a face swap, without a second person. It is
 * a simple form of self-blended images (Shiohara and Yamasaki, CVPR 2022): one colour shift, one enlargement and one
 * elliptic mask. It is for the sample case, not for training.
 */
import type { Box } from '../../shared/domain.ts';

/** Enlargement, colour gains and opacity of the copy. */
const SCALE = 1.04;
const GAIN = [1.1, 0.98, 0.9] as const;
const OPACITY = 0.9;

/** Share of the mask's radius over which the copy fades out. */
const FEATHER = 0.25;

/** @returns a copy of the interleaved RGB picture with the face in `box` blended with itself */
export function blendFace(rgb: Uint8Array, width: number, box: Box): Uint8Array {
  const blended = Uint8Array.from(rgb);
  const height = rgb.length / (width * 3);
  const center = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const top = Math.max(0, Math.floor(box.y));
  const left = Math.max(0, Math.floor(box.x));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const radius = Math.hypot((2 * (x - center.x)) / box.width, (2 * (y - center.y)) / box.height);
      const opacity = OPACITY * Math.min(1, Math.max(0, (1 - radius) / FEATHER));
      const fromX = Math.round(center.x + (x - center.x) / SCALE);
      const fromY = Math.round(center.y + (y - center.y) / SCALE);
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + x) * 3 + channel;
        const copy = rgb[(fromY * width + fromX) * 3 + channel]! * GAIN[channel]!;
        blended[at] = Math.min(255, Math.round(opacity * copy + (1 - opacity) * rgb[at]!));
      }
    }
  }
  return blended;
}
