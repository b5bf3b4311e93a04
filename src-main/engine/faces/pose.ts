/**
 * Head pose from five landmarks: the rotation of a mean face that, after parallel projection and scaling, is closest to
 * them (POS, the first step of DeMenthon and Davis 1995, section 2). With one detector and one mean face, the error is
 * about 5–10°. This is good enough to refuse faces, not to measure poses.
 */
import type { Landmarks } from '../../shared/domain.ts';

interface HeadPose {
  /** Positive if the face looks to the image's right. */
  yawDegrees: number;
  /** Positive if it looks up. */
  pitchDegrees: number;
  /** Positive if the head is turned clockwise in the image. */
  rollDegrees: number;
}

/**
 * Landmarks of a mean adult face in millimetres: x to the image's right, y down, z away from the camera,
 * origin between the eyes. Across and down: the mean aligned face (the ArcFace template) at 63 mm between
 * the pupils; depth: the nose tip 25 mm before the eyes, the mouth corners 3 mm behind them (Farkas 1994).
 */
const FACE: readonly (readonly [x: number, y: number, z: number])[] = [
  [-31.5, 0, 0],
  [31.5, 0, 0],
  [0, 36, -25],
  [-26, 73, 3],
  [26, 73, 3],
];

type Vector = readonly [x: number, y: number, z: number];

const middle = FACE.reduce<Vector>(([x, y, z], p) => [x + p[0] / 5, y + p[1] / 5, z + p[2] / 5], [0, 0, 0]);
const centred = FACE.map<Vector>(([x, y, z]) => [x - middle[0], y - middle[1], z - middle[2]]);

const degrees = (radians: number) => (radians * 180) / Math.PI;

export function estimatePose(landmarks: Landmarks): HeadPose {
  const right = unit(projectionOnto(landmarks.map(({ x }) => x)));
  const down = unit(projectionOnto(landmarks.map(({ y }) => y)));
  const away = unit(cross(right, down));
  return {
    yawDegrees: degrees(Math.atan2(away[0], Math.hypot(away[1], away[2]))),
    pitchDegrees: degrees(Math.atan2(-away[1], away[2])),
    rollDegrees: degrees(Math.atan2(down[0], right[0])),
  };
}

/**
 * The vector whose products with the face's points are closest to one image coordinate of them, by least squares. The
 * face is symmetric, so x is independent of y and z in the normal equations.
 */
function projectionOnto(coordinates: readonly number[]): Vector {
  const dot = (f: (point: Vector) => number, g: (point: Vector, index: number) => number) =>
    centred.reduce((sum, point, index) => sum + f(point) * g(point, index), 0);
  const [x, y, z] = [0, 1, 2].map((axis) => (point: Vector) => point[axis]!) as [Axis, Axis, Axis];
  const image = (_: Vector, index: number) => coordinates[index]!;
  const determinant = dot(y, y) * dot(z, z) - dot(y, z) ** 2;
  return [
    dot(x, image) / dot(x, x),
    (dot(y, image) * dot(z, z) - dot(z, image) * dot(y, z)) / determinant,
    (dot(z, image) * dot(y, y) - dot(y, image) * dot(y, z)) / determinant,
  ];
}

type Axis = (point: Vector) => number;

const cross = ([a, b, c]: Vector, [d, e, f]: Vector): Vector => [b * f - c * e, c * d - a * f, a * e - b * d];

/** Scaled to unit length; if all landmarks are at one point, there is no direction and the result is zero. */
function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}
