import { describe, expect, it } from 'vitest';
import { MEAN_LANDMARKS, REGIONS } from '../../../../../src-main/engine/lab/self-blend/face-outline.ts';
import { placeOutline } from '../../../../../src-main/engine/lab/self-blend/place-outline.ts';
import type { Landmarks, Point } from '../../../../../src-main/shared/domain.ts';

const onMean = (map: (point: Point) => Point) => MEAN_LANDMARKS.map(map) as unknown as Landmarks;

describe('the mean face', () => {
  it('is put exactly on a face of its own proportions, turned and scaled', () => {
    const turn = ({ x, y }: Point) => ({ x: 60 * x - 20 * y + 100, y: 20 * x + 60 * y + 90 });
    const place = placeOutline(onMean(turn));
    for (const point of REGIONS['face with forehead']) {
      expect(place(point).x).toBeCloseTo(turn(point).x, 6);
      expect(place(point).y).toBeCloseTo(turn(point).y, 6);
    }
  });

  it('follows a longer face, but not all the way', () => {
    const place = placeOutline(onMean(({ x, y }) => ({ x: 50 * x, y: 60 * y })));
    const length = place({ x: 0, y: 1.8 }).y - place({ x: 0, y: 0 }).y;
    const width = place({ x: 1, y: 0 }).x - place({ x: -1, y: 0 }).x;
    expect(length / 1.8 / (width / 2)).toBeGreaterThan(1.05);
    expect(length / 1.8 / (width / 2)).toBeLessThan(1.2);
  });

  it('narrows the cheek towards which the head is turned', () => {
    const [leftEye, rightEye, nose, ...mouth] = onMean(({ x, y }) => ({ x: 50 * x, y: 50 * y }));
    const place = placeOutline([leftEye, rightEye, { x: nose.x + 15, y: nose.y }, ...mouth] as const);
    const middle = place({ x: 0, y: 0.5 }).x;
    const far = place({ x: 1, y: 0.5 }).x - middle;
    const near = middle - place({ x: -1, y: 0.5 }).x;
    expect(far / near).toBeLessThan(0.8);
  });

  it('is even: each outline is its own mirror image', () => {
    for (const outline of Object.values(REGIONS)) {
      for (const { x, y } of outline) expect(outline).toContainEqual({ x: x === 0 ? 0 : -x, y });
    }
  });
});
