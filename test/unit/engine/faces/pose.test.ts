import { describe, expect, it } from 'vitest';
import type { Landmarks } from '../../../../src-main/shared/domain.ts';
import { estimatePose } from '../../../../src-main/engine/faces/pose.ts';

/** A head in millimetres: eyes, nose tip, mouth corners; x right, y down, z away from the camera. */
const head = [
  [-31.5, 0, 0],
  [31.5, 0, 0],
  [0, 36, -25],
  [-26, 73, 3],
  [26, 73, 3],
] as const;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Turns the head, then looks at it from far away; 2 px a mm. */
function seen(yaw: number, pitch: number, roll: number): Landmarks {
  return head.map(([x, y, z]) => {
    const [p, w, r] = [radians(pitch), radians(yaw), radians(roll)];
    const up = { y: y * Math.cos(p) + z * Math.sin(p), z: z * Math.cos(p) - y * Math.sin(p) };
    const turned = x * Math.cos(w) - up.z * Math.sin(w);
    return {
      x: 200 + 2 * (turned * Math.cos(r) - up.y * Math.sin(r)),
      y: 100 + 2 * (turned * Math.sin(r) + up.y * Math.cos(r)),
    };
  }) as unknown as Landmarks;
}

describe('head pose', () => {
  it.each([
    [0, 0, 0],
    [35, 0, 0],
    [-50, 0, 0],
    [0, 20, 0],
    [0, -25, 0],
    [0, 0, 40],
    [25, -15, -30],
  ])('finds yaw %i°, pitch %i° and roll %i° of a projected head', (yaw, pitch, roll) => {
    const pose = estimatePose(seen(yaw, pitch, roll));
    expect(pose.yawDegrees).toBeCloseTo(yaw, 6);
    expect(pose.pitchDegrees).toBeCloseTo(pitch, 6);
    expect(pose.rollDegrees).toBeCloseTo(roll, 6);
  });

  it('calls it positive yaw when the nose points to the right of the image', () => {
    const [left, right, nose, mouthLeft, mouthRight] = seen(0, 0, 0);
    const pose = estimatePose([left, right, { ...nose, x: nose.x + 15 }, mouthLeft, mouthRight]);
    expect(pose.yawDegrees).toBeGreaterThan(5);
  });

  it('gives finite angles even for landmarks in one point', () => {
    const point = { x: 5, y: 5 };
    expect(Object.values(estimatePose([point, point, point, point, point])).every(Number.isFinite)).toBe(
      true,
    );
  });
});
