import { describe, expect, it } from 'vitest';
import { sampleFrames } from '../../../../src-main/engine/media/sampling.ts';

const constantRate = (count: number, perSecond: number) =>
  Float64Array.from({ length: count }, (_, i) => (i * 1000) / perSecond);

describe('sampleFrames', () => {
  it('takes the first frames, and no more than there are', () => {
    expect(sampleFrames({ kind: 'first', count: 3 }, constantRate(10, 25))).toEqual([0, 1, 2]);
    expect(sampleFrames({ kind: 'first', count: 30 }, constantRate(2, 25))).toEqual([0, 1]);
  });

  it('takes the frame on screen at the centre of each of equal parts of the time', () => {
    // 10 s in 5 parts: centres at 1, 3, 5, 7 and 9 s.
    expect(sampleFrames({ kind: 'spread', count: 5 }, constantRate(100, 10))).toEqual([10, 30, 50, 70, 90]);
  });

  it('spreads over time, not over frame numbers, when the rate varies', () => {
    // Ten frames in the first second, then one a second for nine seconds.
    const times = Float64Array.from(
      [...Array(10).keys()].map((i) => i * 100).concat([...Array(9).keys()].map((i) => 1000 * (i + 1))),
    );
    const chosen = sampleFrames({ kind: 'spread', count: 4 }, times);
    expect(chosen.map((i) => times[i])).toEqual([1000, 3000, 5000, 8000]);
  });

  it('gives exactly as many distinct frames as asked for where one frame fills several parts', () => {
    const times = Float64Array.of(0, 10, 20, 30, 5000, 10_000);
    const chosen = sampleFrames({ kind: 'spread', count: 5 }, times);
    expect(new Set(chosen).size).toBe(5);
    expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
  });

  it('takes all frames of a short clip', () => {
    expect(sampleFrames({ kind: 'spread', count: 32 }, constantRate(3, 25))).toEqual([0, 1, 2]);
    expect(sampleFrames({ kind: 'spread', count: 32 }, Float64Array.of(0))).toEqual([0]);
    expect(sampleFrames({ kind: 'all' }, constantRate(3, 25))).toEqual([0, 1, 2]);
  });

  it('takes every k-th frame from the first', () => {
    expect(sampleFrames({ kind: 'every', step: 4 }, constantRate(10, 25))).toEqual([0, 4, 8]);
  });

  it('takes a number a second, exactly, in spite of rounded time stamps', () => {
    // 90 kHz ticks of 29.97 frames/s, as in a transport stream that starts at 1.4 s.
    const times = Float64Array.from({ length: 90 }, (_, i) => (126_000 + i * 3003) / 90);
    expect(sampleFrames({ kind: 'rate', perSecond: 30_000 / 1001 }, times)).toHaveLength(90);
    expect(sampleFrames({ kind: 'rate', perSecond: 1 }, times)).toEqual([0, 29, 59]);
  });

  it('takes each frame once when more a second are asked for than there are', () => {
    expect(sampleFrames({ kind: 'rate', perSecond: 100 }, constantRate(4, 25))).toEqual([0, 1, 2, 3]);
  });

  it('finds nothing in nothing', () => {
    for (const kind of ['first', 'spread'] as const)
      expect(sampleFrames({ kind, count: 4 }, new Float64Array())).toEqual([]);
    expect(sampleFrames({ kind: 'rate', perSecond: 2 }, new Float64Array())).toEqual([]);
  });
});
