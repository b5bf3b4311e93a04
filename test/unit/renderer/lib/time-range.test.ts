import { describe, expect, it } from 'vitest';
import { bringingIntoRange, movedInTime, zoomedAbout } from '../../../../src-renderer/lib/time-range.ts';
import { TimeView } from '../../../../src-renderer/state/time-view.svelte.ts';

const whole = { fromMs: 0, toMs: 10_000 };

describe('the part of the video that is shown', () => {
  it('keeps the instant under the pointer in its place', () => {
    const near = zoomedAbout(whole, whole, 0.5, 2000, 100);
    expect(near).toEqual({ fromMs: 1000, toMs: 6000 });
    expect((2000 - near.fromMs) / (near.toMs - near.fromMs)).toBe(0.2);
  });

  it('comes no closer than the least length, and never shows what is outside the video', () => {
    expect(zoomedAbout(whole, whole, 0, 10_000, 320)).toEqual({ fromMs: 9680, toMs: 10_000 });
    expect(zoomedAbout({ fromMs: 9000, toMs: 10_000 }, whole, 3, 9000, 100)).toEqual({
      fromMs: 7000,
      toMs: 10_000,
    });
    expect(movedInTime({ fromMs: 8000, toMs: 9000 }, whole, 5000)).toEqual({ fromMs: 9000, toMs: 10_000 });
  });

  it('moves on where the playhead leaves it, and only then', () => {
    const range = { fromMs: 2000, toMs: 3000 };
    expect(bringingIntoRange(range, whole, 2500)).toBe(range);
    expect(bringingIntoRange(range, whole, 3040)).toEqual({ fromMs: 2940, toMs: 3940 });
    expect(bringingIntoRange(range, whole, 1960)).toEqual({ fromMs: 1060, toMs: 2060 });
    expect(bringingIntoRange(range, whole, 0)).toEqual({ fromMs: 0, toMs: 1000 });
  });

  it('shows eight frames from close by, and all of the video again', () => {
    const time = new TimeView();
    time.whole = whole;
    time.frameCount = 250;
    time.toggle(5000);
    expect(time.range.toMs - time.range.fromMs).toBe(320);
    time.zoomBy(1e9, 5000);
    expect(time.isWhole).toBe(true);
    time.panBy(500);
    expect(time.range).toEqual(whole);
  });
});
