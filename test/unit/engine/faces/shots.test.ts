import { describe, expect, it } from 'vitest';
import { colourHistogram, numberShots, sharedColours } from '../../../../src-main/engine/faces/shots.ts';
import type { Frame } from '../../../../src-main/engine/media/frame.ts';

type Colour = readonly [number, number, number];

/** A person before a wall; the person stands at `x`. */
function scene(wall: Colour, person: Colour, x: number): Frame {
  const [width, height] = [160, 90];
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    const column = i % width;
    rgb.set(column >= x && column < x + 50 ? person : wall, 3 * i);
  }
  return { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb };
}

const office = (x: number) => colourHistogram(scene([180, 180, 190], [40, 40, 90], x));
const street = (x: number) => colourHistogram(scene([70, 110, 60], [200, 150, 120], x));

describe('shots', () => {
  it('holds shares of all pixels in a histogram', () => {
    expect(office(10).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });

  it('finds the same colours wherever the person stands, and none in another scene', () => {
    expect(sharedColours(office(0), office(100))).toBeCloseTo(1, 1);
    expect(sharedColours(office(0), street(0))).toBe(0);
  });

  it('counts up at a cut and not at motion', () => {
    expect(numberShots([office(0), office(60), street(60), street(0), office(0)])).toEqual([0, 0, 1, 1, 2]);
  });

  it('numbers no shots where there is no frame', () => {
    expect(numberShots([])).toEqual([]);
  });
});
