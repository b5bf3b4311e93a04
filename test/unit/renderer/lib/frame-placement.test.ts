import { describe, expect, it } from 'vitest';
import {
  bringingIntoSight,
  fitted,
  movedBy,
  pixelAt,
  scaledAbout,
} from '../../../../src-renderer/lib/frame-placement.ts';

const stage = { width: 900, height: 500 };

describe('fitted', () => {
  it('shows all of portrait and landscape frames in the middle of the stage', () => {
    const portrait = fitted({ width: 1080, height: 1920 }, stage);
    expect(portrait.scale).toBeCloseTo(500 / 1920);
    expect(portrait.x).toBeCloseTo((900 - 1080 * portrait.scale) / 2);
    expect(fitted({ width: 3600, height: 1000 }, stage)).toEqual({ scale: 0.25, x: 0, y: 125 });
  });

  it('enlarges a thumbnail-sized clip no further than four times', () => {
    expect(fitted({ width: 64, height: 48 }, stage).scale).toBe(4);
  });
});

describe('zooming', () => {
  it('keeps the pixel under the pointer where it is', () => {
    const frame = { width: 1920, height: 1080 };
    const before = fitted(frame, stage);
    const pointer = { x: 300, y: 200 };
    const after = scaledAbout(before, pointer, 16);
    expect(pixelAt(after, pointer, frame)).toEqual(pixelAt(before, pointer, frame));
  });
});

describe('moving', () => {
  const frame = { width: 200, height: 100 };

  it('never loses the frame', () => {
    const { x, y } = movedBy({ scale: 1, x: 0, y: 0 }, { x: -9000, y: 9000 }, frame, stage);
    expect([x, y]).toEqual([-160, 460]);
  });

  it('brings a face into sight with the smallest move', () => {
    const box = { x: 150, y: 10, width: 20, height: 20 };
    const placed = bringingIntoSight({ scale: 10, x: 0, y: 0 }, box, stage);
    expect(placed).toEqual({ scale: 10, x: -800, y: 0 });
    expect(bringingIntoSight(placed, box, stage)).toEqual(placed);
  });
});

describe('pixelAt', () => {
  it('names the pixel, and none beside the frame', () => {
    const placement = { scale: 8, x: 10, y: 10 };
    const frame = { width: 4, height: 4 };
    expect(pixelAt(placement, { x: 10, y: 41 }, frame)).toEqual({ x: 0, y: 3 });
    expect(pixelAt(placement, { x: 9, y: 20 }, frame)).toBeNull();
    expect(pixelAt(placement, { x: 42, y: 20 }, frame)).toBeNull();
  });
});
