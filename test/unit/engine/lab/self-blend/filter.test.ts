import { describe, expect, it } from 'vitest';
import { gaussianBlur, resize } from '../../../../../src-main/engine/lab/self-blend/filter.ts';
import { texturedPicture } from '../../../../support/face-picture.ts';

const textured = texturedPicture(40);
const picture = { ...textured, rgb: new Uint8ClampedArray(textured.rgb) };
const flat = { rgb: new Uint8ClampedArray(20 * 10 * 3).fill(77), width: 20, height: 10 };
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe('a linear filter', () => {
  it('keeps a flat picture flat, its edges too', () => {
    expect(resize(flat, 7, 3).rgb.every((value) => value === 77)).toBe(true);
    expect(resize(flat, 33, 31).rgb.every((value) => value === 77)).toBe(true);
    expect(gaussianBlur(flat, 1.5).every((value) => value === 77)).toBe(true);
  });

  it('changes nothing when the size stays', () => {
    expect(resize(picture, 40, 40).rgb).toEqual(picture.rgb);
  });

  it('turns the finest stripes grey rather than into coarser ones', () => {
    const stripes = { rgb: new Uint8ClampedArray(48 * 48 * 3), width: 48, height: 48 };
    for (let at = 0; at < stripes.rgb.length; at += 1)
      stripes.rgb[at] = Math.floor(at / 3) % 2 === 0 ? 255 : 0;
    const { rgb } = resize(stripes, 16, 16);
    const inner = [...rgb].filter((_, at) => Math.floor(at / 3) % 16 > 0 && Math.floor(at / 3) % 16 < 15);
    // A picture of every third pixel would be stripes again, of 0 and 255.
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThan(60);
  });

  it('spreads a point by its standard deviation', () => {
    const point = { rgb: new Uint8ClampedArray(21 * 21 * 3), width: 21, height: 21 };
    point.rgb.fill(255, (10 * 21 + 10) * 3, (10 * 21 + 10) * 3 + 3);
    const blurred = gaussianBlur(point, 1);
    const row = Array.from({ length: 21 }, (_, x) => blurred[(10 * 21 + x) * 3]!);
    expect(row[10]).toBeCloseTo(255 / (2 * Math.PI), -1);
    expect(row[11]! / row[10]!).toBeCloseTo(Math.exp(-0.5), 1);
  });

  it('keeps the mean level', () => {
    expect(mean(gaussianBlur(picture, 1.2))).toBeCloseTo(mean(picture.rgb), 0);
    expect(mean(resize(picture, 13, 17).rgb)).toBeCloseTo(mean(picture.rgb), -1);
  });
});
