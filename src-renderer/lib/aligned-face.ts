/**
 * Lays a frame on a stage so that its face stands upright, in the middle and as large as every other one: turned, scaled
 * and moved as a whole, so that no face is distorted.
 */
import type { Landmarks } from '../../src-main/shared/domain.ts';
import type { Size } from './frame-placement.ts';

/** Root mean square distance of the five landmarks from their middle, as a share of the stage's shorter side. */
const SPREAD_SHARE = 0.17;

/** As CSS has it: x' = a x + c y + e, y' = b x + d y + f. */
export interface Similarity {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

/** @param landmarks in pixels of the frame, left eye and right eye first */
export function alignedFace(landmarks: Landmarks, stage: Size): Similarity {
  const [left, right] = landmarks;
  const x = landmarks.reduce((sum, point) => sum + point.x, 0) / landmarks.length;
  const y = landmarks.reduce((sum, point) => sum + point.y, 0) / landmarks.length;
  const spread = Math.sqrt(
    landmarks.reduce((sum, point) => sum + (point.x - x) ** 2 + (point.y - y) ** 2, 0) / landmarks.length,
  );
  const scale = (SPREAD_SHARE * Math.min(stage.width, stage.height)) / Math.max(spread, 1e-6);
  const tilt = Math.atan2(right.y - left.y, right.x - left.x);
  const [cos, sin] = [scale * Math.cos(tilt), scale * Math.sin(tilt)];
  return {
    ...{ a: cos, b: -sin, c: sin, d: cos },
    e: stage.width / 2 - cos * x - sin * y,
    f: stage.height / 2 + sin * x - cos * y,
  };
}

/** How many times larger than its pixels. */
export const scaleOf = ({ a, b }: Similarity): number => Math.hypot(a, b);

export const cssMatrix = ({ a, b, c, d, e, f }: Similarity): string =>
  `matrix(${[a, b, c, d, e, f].map((value) => value.toFixed(5)).join(', ')})`;
