import { describe, expect, it } from 'vitest';
import { frameAt, nearestFrame } from '../../../../src-renderer/lib/frame-at.ts';

/** Of a variable rate: a pause after the second frame. */
const times = [0, 40, 1000, 1040];

describe('frameAt', () => {
  it('gives the frame on screen at an instant, also in a pause', () => {
    expect([-5, 0, 39, 40, 999, 1000, 9999].map((ms) => frameAt(times, ms))).toEqual([0, 0, 0, 1, 1, 2, 3]);
  });

  it('gives the frame that a film run backwards shows', () => {
    expect([1040, 1039, 1000, 999, 40, 1, 0].map((ms) => frameAt(times, ms, 'after'))).toEqual([
      3, 3, 2, 2, 1, 1, 0,
    ]);
  });
});

describe('nearestFrame', () => {
  it('gives the frame whose time is nearest', () => {
    expect([-5, 21, 519, 521, 5000].map((ms) => nearestFrame(times, ms))).toEqual([0, 1, 1, 2, 3]);
    expect(nearestFrame([], 10)).toBe(0);
  });
});
