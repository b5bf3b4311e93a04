import { describe, expect, it } from 'vitest';
import { FrameCache } from '../../../../src-main/engine/viewing/frame-cache.ts';
import { travelTo } from '../../../../src-main/engine/viewing/travel.ts';
import { keptBytes } from '../../../../src-main/engine/viewing/kept-bytes.ts';

const frame = (frameIndex: number, bytes = 100) => ({
  frameIndex,
  pts: frameIndex,
  ptsMs: frameIndex * 40,
  width: 1,
  height: 1,
  rgb: new Uint8Array(bytes),
});

describe('FrameCache', () => {
  it('keeps within its bytes, and more of what lies ahead', () => {
    const cache = new FrameCache(600, 100);
    for (let index = 0; index < 20; index += 1) cache.put(frame(index), { position: 10, direction: 1 });
    expect(cache.bytes).toBe(600);
    expect([9, 10, 11, 12, 13].every((index) => cache.has(index))).toBe(true);
    expect(cache.has(6)).toBe(false);
  });

  it('keeps fewer frames once larger ones come, but the present one and its neighbours', () => {
    const cache = new FrameCache(600, 100);
    const travel = { position: 3, direction: -1 } as const;
    for (let index = 0; index < 6; index += 1) cache.put(frame(index), travel);
    cache.put(frame(3, 200), travel);
    expect(cache.capacity).toBe(3);
    expect(cache.get(3)?.rgb.length).toBe(200);
    expect(cache.has(2)).toBe(true);
    expect(cache.has(5)).toBe(false);
  });
});

describe('travelTo', () => {
  it('turns back at a step back, and goes on forwards after a jump', () => {
    expect(travelTo(39, { position: 40, direction: 1 }, 10).direction).toBe(-1);
    expect(travelTo(0, { position: 40, direction: -1 }, 10).direction).toBe(1);
    expect(travelTo(40, { position: 40, direction: -1 }, 10).direction).toBe(-1);
  });
});

describe('keptBytes', () => {
  it('leaves the decoder room in 400 MB, up to 4K', () => {
    const hd = keptBytes({ width: 1920, height: 1080 });
    expect(hd / (1920 * 1080 * 3)).toBeGreaterThan(16);
    expect(keptBytes({ width: 3840, height: 2160 })).toBeLessThan(hd);
    expect(keptBytes({ width: 15_360, height: 8640 })).toBe(0);
  });
});
