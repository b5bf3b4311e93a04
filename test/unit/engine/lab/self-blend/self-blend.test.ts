import { describe, expect, it } from 'vitest';
import { selfBlend, type SelfBlend } from '../../../../../src-main/engine/lab/self-blend/self-blend.ts';
import { createRandom } from '../../../../../src-main/engine/support/random.ts';
import type { Landmarks } from '../../../../../src-main/shared/domain.ts';
import { landmarksIn, texturedPicture } from '../../../../support/face-picture.ts';

const size = 96;
const picture = texturedPicture(size);
const landmarks = landmarksIn(size);
const seeds = Array.from({ length: 60 }, (_, seed) => seed);
const blendOf = (seed: number, points = landmarks) => selfBlend(picture, points, createRandom(seed));
const blends = seeds.map((seed) => blendOf(seed));

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** Mean difference of two pictures in levels. */
const difference = (a: Uint8Array, b: Uint8Array) =>
  sum(a.map((value, at) => Math.abs(value - b[at]!))) / a.length;

function centroid({ mask }: SelfBlend) {
  const weight = sum(mask);
  const x = sum(mask.map((value, at) => value * (at % size))) / weight;
  const y = sum(mask.map((value, at) => value * Math.floor(at / size))) / weight;
  return { x, y };
}

describe('a self-blend', () => {
  it('leaves the target untouched wherever the mask is nothing', () => {
    for (const { rgb, target, mask } of blends) {
      const outside = [...mask.keys()]
        .filter((pixel) => mask[pixel] === 0)
        .flatMap((pixel) => [3 * pixel, 3 * pixel + 1, 3 * pixel + 2]);
      expect(outside.length).toBeGreaterThan(rgb.length / 4);
      expect(outside.every((at) => rgb[at] === target[at])).toBe(true);
    }
  });

  it('is mask times source plus the rest times target', () => {
    const flat = { ...picture, rgb: new Uint8Array(picture.rgb.length).fill(128) };
    const greens = ({ rgb }: { rgb: Uint8Array }) => rgb.filter((_, at) => at % 3 === 1);
    let checked = 0;
    for (const seed of seeds) {
      const { rgb, target, mask } = selfBlend(flat, landmarks, createRandom(seed));
      const below = new Set(greens({ rgb: target }));
      const blended = greens({ rgb });
      const whole = new Set(blended.filter((_, pixel) => mask[pixel]! > 0.9999));
      // Without noise, a flat picture's copies are flat too; where the mask is whole, the source is seen.
      if (below.size !== 1 || whole.size !== 1) continue;
      const [[from], [to]] = [[...below], [...whole]];
      const errors = mask.map((opacity, pixel) => blended[pixel]! - (from! + (to! - from!) * opacity));
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.51);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(seeds.length / 4);
  });

  it('has an opacity of 0 to 1 whose peak is each of the published ratios at times', () => {
    const peaks = new Set<number>();
    for (const { mask } of blends) {
      expect(mask.every((value) => value >= 0 && value <= 1)).toBe(true);
      peaks.add(Number(Math.max(...mask).toFixed(6)));
    }
    expect([...peaks].sort((a, b) => a - b)).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('lies over the face, not beside it', () => {
    for (const blend of blends) {
      const { x, y } = centroid(blend);
      expect(Math.abs(x - size / 2)).toBeLessThan(size * 0.06);
      // From the pupils' line to the chin, 1.9 pupil distances below.
      expect(y).toBeGreaterThan(landmarks[0].y - size * 0.06);
      expect(y).toBeLessThan(landmarks[0].y + (1.7 * size) / 4);
    }
  });

  it('always changes something, and never so much that it is another picture', () => {
    for (const { rgb, target, mask } of blends) {
      const change = (difference(rgb, target) * mask.length) / sum(mask);
      expect(change).toBeGreaterThan(0.9);
      expect(change).toBeLessThan(80);
      expect(difference(target, picture.rgb)).toBeLessThan(60);
    }
  });

  it('is laid upon the picture itself or upon its altered copy, each about as often', () => {
    const upon = blends.filter(({ target }) => difference(target, picture.rgb) === 0).length;
    expect(upon).toBeGreaterThan(seeds.length * 0.3);
    expect(upon).toBeLessThan(seeds.length * 0.7);
  });

  it('takes the whole face more often than a part of it', () => {
    const covered = blends.map(({ mask }) => mask.filter((value) => value > 0).length / mask.length);
    // Forehead to chin, or brows to chin, of a face two pupil distances wide.
    expect(covered.filter((share) => share > 0.2).length).toBeGreaterThan(seeds.length / 2);
    expect(covered.filter((share) => share < 0.15).length).toBeGreaterThan(0);
  });

  it('is the same for the same seed and another for another one', () => {
    expect(blendOf(3)).toEqual(blendOf(3));
    expect(blendOf(3).rgb).not.toEqual(blendOf(4).rgb);
  });

  it('leaves the picture that it was given as it was', () => {
    const before = Uint8Array.from(picture.rgb);
    blendOf(5);
    expect(picture.rgb).toEqual(before);
  });

  it('works on a face that the edge cuts', () => {
    for (const centre of [
      { x: 0, y: 0 },
      { x: size, y: size / 2 },
      { x: size / 2, y: size * 1.2 },
    ]) {
      for (const seed of seeds.slice(0, 15)) {
        expect(sum(blendOf(seed, landmarksIn(size, centre)).mask)).toBeGreaterThan(0);
      }
    }
  });

  it('works on a tiny picture', () => {
    for (const seed of seeds.slice(0, 15)) {
      const { rgb, mask } = selfBlend(texturedPicture(32), landmarksIn(32), createRandom(seed));
      expect(rgb).toHaveLength(32 * 32 * 3);
      expect(sum(mask)).toBeGreaterThan(0);
    }
  });

  it('works on a picture that is not square', () => {
    const { rgb, mask } = selfBlend(
      { ...picture, rgb: picture.rgb.slice(0, size * 70 * 3), height: 70 },
      landmarks,
      createRandom(1),
    );
    expect([rgb.length, mask.length]).toEqual([size * 70 * 3, size * 70]);
  });

  it('refuses landmarks that coincide, and a face outside the picture', () => {
    const point = { x: 40, y: 40 };
    const coinciding: Landmarks = [point, point, point, point, point];
    expect(() => blendOf(1, coinciding)).toThrow('all points are equal');
    expect(() => blendOf(1, landmarksIn(size, { x: 10 * size, y: 0 }))).toThrow('none of the face');
  });
});
