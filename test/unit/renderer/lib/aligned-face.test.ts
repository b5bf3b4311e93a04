import { expect, it } from 'vitest';
import type { Landmarks } from '../../../../src-main/shared/domain.ts';
import { alignedFace, scaleOf, type Similarity } from '../../../../src-renderer/lib/aligned-face.ts';

/** Left eye, right eye, nose, mouth corners. */
const face: Landmarks = [
  { x: 40, y: 40 },
  { x: 80, y: 40 },
  { x: 60, y: 60 },
  { x: 45, y: 80 },
  { x: 75, y: 80 },
];
const stage = { width: 600, height: 400 };
const placed = ({ a, b, c, d, e, f }: Similarity, landmarks: Landmarks) =>
  landmarks.map(({ x, y }) => ({ x: a * x + c * y + e, y: b * x + d * y + f }));
const close = (points: readonly { x: number; y: number }[], others: readonly { x: number; y: number }[]) =>
  points.forEach((point, at) => {
    expect(point.x).toBeCloseTo(others[at]!.x, 6);
    expect(point.y).toBeCloseTo(others[at]!.y, 6);
  });

it('puts the middle of the landmarks in the middle of the stage', () => {
  const points = placed(alignedFace(face, stage), face);
  expect(points.reduce((sum, { x }) => sum + x, 0) / 5).toBeCloseTo(300, 6);
  expect(points.reduce((sum, { y }) => sum + y, 0) / 5).toBeCloseTo(200, 6);
});

it('lays the same face in one way, wherever, however large and however tilted it is in its frame', () => {
  const upright = placed(alignedFace(face, stage), face);
  for (const [angle, factor] of [
    [0.4, 1],
    [-0.9, 3],
    [0, 0.25],
  ] as const) {
    const [cos, sin] = [factor * Math.cos(angle), factor * Math.sin(angle)];
    const turned = face.map(({ x, y }) => ({ x: cos * x - sin * y + 900, y: sin * x + cos * y - 70 }));
    close(
      placed(alignedFace(turned as unknown as Landmarks, stage), turned as unknown as Landmarks),
      upright,
    );
  }
});

it('distorts nothing: every length grows by one factor', () => {
  const similarity = alignedFace(face, stage);
  const [left, right] = placed(similarity, face);
  expect(Math.hypot(right!.x - left!.x, right!.y - left!.y)).toBeCloseTo(40 * scaleOf(similarity), 6);
  expect(left!.y).toBeCloseTo(right!.y, 6);
});
