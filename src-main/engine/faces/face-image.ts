/** Upright squares about a face's box. The examiner's picture of a face is never used for numbers. */
import type { Box, Point } from '../../shared/domain.ts';
import type { Frame } from '../media/frame.ts';
import { cutOut } from './align.ts';

/** Hair, chin and some background help to judge the edge of a blend: 30 % of the box on each side. */
const MARGIN = 1.6;
export const FACE_IMAGE_PX = 192;

/** Upright, square, with the frame's edge repeated beyond it. @returns sizePx × sizePx RGB, interleaved */
export function faceImage(frame: Frame, box: Box, sizePx: number): Uint8Array {
  return cutSquare(frame, box, MARGIN, sizePx);
}

/** About the middle of the box, its side so many times the longer one of the box. @returns as `faceImage` */
export function cutSquare(frame: Frame, box: Box, times: number, sizePx: number): Uint8Array {
  const { left, top, scale } = placeOf(box, times, sizePx);
  return cutOut(frame, { a: scale, b: 0, dx: left, dy: top }, sizePx);
}

/** A point of the frame in pixels of the face's picture. */
export function intoFaceImage({ x, y }: Point, box: Box, sizePx: number): Point {
  const { left, top, scale } = placeOf(box, MARGIN, sizePx);
  return { x: (x - left) / scale, y: (y - top) / scale };
}

/** Position of the picture's first pixel in the frame, and the number of frame pixels per pixel of the picture. */
function placeOf({ x, y, width, height }: Box, times: number, sizePx: number) {
  const side = Math.max(width, height) * times;
  return { left: x + width / 2 - side / 2, top: y + height / 2 - side / 2, scale: side / sizePx };
}
