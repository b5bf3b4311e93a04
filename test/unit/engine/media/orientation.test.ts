import { describe, expect, it } from 'vitest';
import { orientationFilters, orientationOf } from '../../../../src-main/engine/media/orientation.ts';

const matrix = (a: number, b: number, c: number, d: number) =>
  `\n00000000: ${a} ${b} 0\n00000001: ${c} ${d} 0\n00000002: 0 0 1073741824\n`;
const one = 65_536;

describe('orientationOf', () => {
  it.each([
    [0, matrix(one, 0, 0, one)],
    [90, matrix(0, one, -one, 0)],
    [180, matrix(-one, 0, 0, -one)],
    [270, matrix(0, -one, one, 0)],
  ])('turns clockwise by %i degrees', (rotationDegrees, text) => {
    expect(orientationOf(text)).toEqual({ rotationDegrees, mirrored: false });
  });

  it('tells a mirrored picture from a turned one', () => {
    expect(orientationOf(matrix(-one, 0, 0, one))).toEqual({ rotationDegrees: 0, mirrored: true });
    // Upside down in a mirror: turned half round, then swapped.
    expect(orientationOf(matrix(one, 0, 0, -one))).toEqual({ rotationDegrees: 180, mirrored: true });
  });

  it('takes the quarter turn that a matrix means up to rounding', () => {
    expect(orientationOf(matrix(1144, 65_526, -65_526, 1144)).rotationDegrees).toBe(90);
  });

  it('does not call a picture that is shown aslant turned', () => {
    expect(orientationOf(matrix(46_341, 46_341, -46_341, 46_341))).toEqual({
      ...{ rotationDegrees: 0, mirrored: false, slantDegrees: 45 },
    });
    expect(orientationOf(matrix(46_341, -46_341, 46_341, 46_341)).slantDegrees).toBe(315);
  });

  it('leaves a picture with an empty or unreadable matrix as it is stored', () => {
    for (const text of [matrix(0, 0, 0, 0), 'nonsense', undefined]) {
      expect(orientationOf(text)).toEqual({ rotationDegrees: 0, mirrored: false });
    }
  });
});

it('needs no filter for an upright picture', () => {
  expect(orientationFilters({ rotationDegrees: 0, mirrored: false })).toEqual([]);
});
