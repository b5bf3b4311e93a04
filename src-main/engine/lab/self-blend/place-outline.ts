/**
 * Puts the mean face on a face of which five points are known: halfway between the similarity that fits them best,
 * which five noisy points can't bend, and the affine map that does, which follows a turned or long face.
 */
import type { Landmarks, Point } from '../../../shared/domain.ts';
import { fitSimilarity, invert, type Similarity } from '../../faces/align.ts';
import { MEAN_LANDMARKS } from './face-outline.ts';

/** How far the result goes from the similarity (0) to the affine map (1). */
const TRUST = 0.5;
/** By how much the far cheek narrows for a nose tip that lies one pupil distance off the midline. */
const LEAN = 0.85;
/** Farther off, the tip is misplaced rather than the head turned. */
const MAX_OFFSET = 0.5;

/** x′ = xx · x + xy · y + dx, y′ = yx · x + yy · y + dy. */
interface Affine {
  xx: number;
  xy: number;
  dx: number;
  yx: number;
  yy: number;
  dy: number;
}

/**
 * @returns a map from the mean face's coordinates to the picture's
 * @throws RangeError when all landmarks coincide
 */
export function placeOutline(landmarks: Landmarks): (point: Point) => Point {
  const toMean = fitSimilarity(landmarks, MEAN_LANDMARKS);
  const rigid = invert(toMean);
  const free = fitAffine(MEAN_LANDMARKS, landmarks);
  const mix = (from: number, to: number) => from + (to - from) * TRUST;
  const [xx, xy, dx] = [mix(rigid.a, free.xx), mix(-rigid.b, free.xy), mix(rigid.dx, free.dx)];
  const [yx, yy, dy] = [mix(rigid.b, free.yx), mix(rigid.a, free.yy), mix(rigid.dy, free.dy)];
  const lean = LEAN * noseOffset(landmarks, toMean);
  return ({ x, y }) => {
    // The head turns towards the nose's side: that cheek narrows, the other one widens.
    const turned = x - lean * x * x;
    return { x: xx * turned + xy * y + dx, y: yx * turned + yy * y + dy };
  };
}

/** Least squares; the mean face's points never lie on one line, so there is one solution. */
function fitAffine(from: Landmarks, to: Landmarks): Affine {
  const mean = (points: Landmarks, axis: 'x' | 'y') =>
    points.reduce((sum, point) => sum + point[axis], 0) / 5;
  const [fromX, fromY, toX, toY] = [mean(from, 'x'), mean(from, 'y'), mean(to, 'x'), mean(to, 'y')];
  let [uu, uv, vv, up, vp, uq, vq] = [0, 0, 0, 0, 0, 0, 0];
  for (const [index, point] of from.entries()) {
    const [u, v] = [point.x - fromX, point.y - fromY];
    const [p, q] = [to[index]!.x - toX, to[index]!.y - toY];
    uu += u * u;
    uv += u * v;
    vv += v * v;
    up += u * p;
    vp += v * p;
    uq += u * q;
    vq += v * q;
  }
  const determinant = uu * vv - uv * uv;
  const [xx, xy] = [(up * vv - vp * uv) / determinant, (vp * uu - up * uv) / determinant];
  const [yx, yy] = [(uq * vv - vq * uv) / determinant, (vq * uu - uq * uv) / determinant];
  return { xx, xy, dx: toX - xx * fromX - xy * fromY, yx, yy, dy: toY - yx * fromX - yy * fromY };
}

/** Of the nose tip from the line between the middles of eyes and mouth, in pupil distances. */
function noseOffset(landmarks: Landmarks, { a, b, dx }: Similarity): number {
  const [left, right, nose, mouthLeft, mouthRight] = landmarks.map(({ x, y }) => a * x - b * y + dx);
  const offset = nose! - (left! + right! + mouthLeft! + mouthRight!) / 4;
  return Math.min(Math.max(offset, -MAX_OFFSET), MAX_OFFSET);
}
