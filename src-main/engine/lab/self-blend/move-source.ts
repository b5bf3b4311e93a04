/**
 * Moves the source a little against the target (Shiohara and Yamasaki, CVPR 2022, resized and translated), so that outlines do not meet at the
 * blend's edge; sometimes with a slow wave on top, as a mesh that was fitted not quite rightly.
 */
import type { Point } from '../../../shared/domain.ts';
import { bilinear } from '../../faces/bilinear.ts';
import type { Random } from '../../support/random.ts';
import type { Picture } from './change-appearance.ts';

/** Parts of the width and height. */
const SHIFT_X = 0.03;
const SHIFT_Y = 0.015;
const MIN_SCALE = 0.95;
const WAVE_PROBABILITY = 0.3;
/** Part of the picture's side. */
const MAX_WAVE = 0.008;

/** Resized about a centre, then shifted. Waves: displacement of each row along x and of each column along y. */
interface Move {
  scale: number;
  centre: Point;
  dx: number;
  dy: number;
  rows: Float32Array;
  columns: Float32Array;
}

export function drawMove({ width, height }: Picture, centre: Point, random: Random): Move {
  const dx = random.between(-SHIFT_X, SHIFT_X) * width;
  const dy = random.between(-SHIFT_Y, SHIFT_Y) * height;
  const scale = random.between(MIN_SCALE, 1 / MIN_SCALE);
  const waves = random.next() < WAVE_PROBABILITY;
  const rows = waves ? wave(height, random) : new Float32Array(height);
  const columns = waves ? wave(width, random) : new Float32Array(width);
  return { scale, centre, dx, dy, rows, columns };
}

function wave(length: number, random: Random): Float32Array {
  const reach = random.between(0, MAX_WAVE) * length;
  const turns = (2 * Math.PI * random.between(0.7, 2)) / length;
  const phase = random.between(0, 2 * Math.PI);
  return Float32Array.from({ length }, (_, at) => reach * Math.sin(turns * at + phase));
}

/** Where a point of the still source comes to lie, waves aside. */
export function moved({ scale, centre, dx, dy }: Move, { x, y }: Point): Point {
  return { x: centre.x + (x - centre.x) * scale + dx, y: centre.y + (y - centre.y) * scale + dy };
}

/** @param mask where it is 0, the source is not looked at and stays black */
export function moveSource(
  picture: Picture,
  { scale, centre, dx, dy, rows, columns }: Move,
  mask: Float32Array,
): Uint8ClampedArray {
  const { rgb, width, height } = picture;
  const result = new Uint8ClampedArray(rgb.length);
  const [startX, startY] = [centre.x - (centre.x + dx) / scale, centre.y - (centre.y + dy) / scale];
  for (let y = 0, pixel = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, pixel += 1) {
      if (mask[pixel] === 0) continue;
      const inX = x / scale + startX + rows[y]!;
      const inY = y / scale + startY + columns[x]!;
      bilinear(picture, inX, inY, result, pixel * 3);
    }
  }
  return result;
}
