/** The picture of a face that an examiner looks at. Numbers never come from it. */
import type { Box } from '../../shared/domain.ts';
import type { Frame } from '../media/frame.ts';
import { cutOut } from './align.ts';

/** Hair, chin and some background help to judge a blend's edge: 30 % of the box on each side. */
const MARGIN = 1.6;
export const FACE_IMAGE_PX = 192;

/** Upright, square, with the frame's edge repeated beyond it. @returns 192 × 192 RGB, interleaved */
export function faceImage(frame: Frame, { x, y, width, height }: Box): Uint8Array {
  const side = Math.max(width, height) * MARGIN;
  const scale = side / FACE_IMAGE_PX;
  const left = x + width / 2 - side / 2;
  const top = y + height / 2 - side / 2;
  return cutOut(frame, { a: scale, b: 0, dx: left, dy: top }, FACE_IMAGE_PX);
}
