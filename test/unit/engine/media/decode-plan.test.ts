import { describe, expect, it } from 'vitest';
import { passingFrames, planRuns, selectFilters } from '../../../../src-main/engine/media/decode-plan.ts';
import type { FrameIndex } from '../../../../src-main/engine/media/frame-index.ts';
import type { MediaInfo } from '../../../../src-main/shared/domain.ts';

/** 1000 frames at 25/s in 1/1000 s, a key frame every 100. */
const index: FrameIndex = {
  timeBase: { num: 1, den: 1000 },
  pts: Float64Array.from({ length: 1000 }, (_, i) => i * 40),
  keys: Uint8Array.from({ length: 1000 }, (_, i) => (i % 100 === 0 ? 1 : 0)),
  timesMs: Float64Array.from({ length: 1000 }, (_, i) => i * 40),
  joins: [],
  oddTimes: [],
  source: 'packets',
  warnings: [],
  storedFrames: 1000,
  endMs: 40_000,
  readTo: null,
  packets: [],
  positions: new Float64Array(1000).fill(NaN),
};
/** Two recordings of three frames, each from 0 on its clock. */
const joined: FrameIndex = {
  ...index,
  pts: Float64Array.of(0, 40, 80, 0, 40, 80),
  timesMs: Float64Array.of(0, 40, 80, 120, 160, 200),
  keys: Uint8Array.of(1, 0, 0, 1, 0, 0),
  joins: [3],
};
const media = { kind: 'video', container: 'mov,mp4', video: { width: 1920, height: 1080 } } as MediaInfo;

describe('planRuns', () => {
  it('begins each run at the key frame before its first frame and skips what lies between', () => {
    expect(planRuns(media, index, [5, 350, 910])).toEqual([
      { seekSeconds: null, wanted: [5] },
      { seekSeconds: 12, wanted: [350] },
      { seekSeconds: 36, wanted: [910] },
    ]);
  });

  it('decodes through a gap that costs less than another ffmpeg', () => {
    expect(planRuns(media, index, [195, 205])).toEqual([{ seekSeconds: 4, wanted: [195, 205] }]);
  });

  it('does not go back to a key frame that lies before frames already decoded', () => {
    expect(planRuns(media, index, [301, 399])).toEqual([{ seekSeconds: 12, wanted: [301, 399] }]);
  });

  it('decodes a small video as a whole: starting again would cost more', () => {
    const small = { ...media, video: { ...media.video, width: 160, height: 120 } };
    expect(planRuns(small, index, [5, 350, 910])).toHaveLength(1);
  });

  it('does not seek where only decoding could tell the frames, or a seek has failed', () => {
    const whole = [{ seekSeconds: null, wanted: [5, 350, 910] }];
    expect(planRuns(media, { ...index, source: 'decoding' }, [5, 350, 910])).toEqual(whole);
    expect(planRuns(media, index, [5, 350, 910], false)).toEqual(whole);
    expect(planRuns(media, joined, [5])).toEqual([{ seekSeconds: null, wanted: [5] }]);
  });

  it('keeps command lines short enough for Windows', () => {
    const wanted = index.pts.length / 2;
    const runs = planRuns(
      { ...media, video: { ...media.video, width: 16, height: 16 } },
      index,
      Array.from({ length: wanted }, (_, i) => i * 2),
    );
    expect(runs.flatMap((run) => run.wanted)).toHaveLength(wanted);
    for (const run of runs) expect(selectFilters(run, index).join().length).toBeLessThan(20_000);
  });
});

describe('selectFilters', () => {
  it('names neighbouring frames as one range of time stamps', () => {
    expect(selectFilters({ seekSeconds: null, wanted: [2, 3, 4, 9] }, index)).toEqual([
      'trim=end_pts=361',
      "select='between(pts,80,160)+between(pts,360,360)'",
    ]);
  });

  it('names frames by time stamp where only decoding could tell them: a position can start again', () => {
    expect(selectFilters({ seekSeconds: null, wanted: [7] }, { ...index, source: 'decoding' })).toEqual([
      'trim=end_pts=281',
      "select='between(pts,280,280)'",
    ]);
  });

  it('lets the frames of a time stamp pass in each of the joined recordings', () => {
    const run = { seekSeconds: null, wanted: [2, 3, 4] };
    expect(selectFilters(run, joined)).toEqual(["select='between(pts,80,80)+between(pts,0,40)'"]);
    expect(passingFrames(run, joined)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(passingFrames({ seekSeconds: null, wanted: [5] }, joined)).toEqual([2, 5]);
  });
});
