/** All frames of a video as a table. What is irregular is named; why it is so, only the examiner can tell. */
import type { FrameTimes } from '../../src-main/shared/charts/timeline-rows.ts';
import type { ViewedVideo } from '../../src-main/shared/viewing.ts';

export interface FrameRow {
  frameIndex: number;
  ptsMs: number;
  pts: number;
  /** To the next frame, or to the end of the video. */
  intervalMs: number;
  /** Whether the interval differs from the usual one by more than a tenth, and by more than rounding. */
  irregular: boolean;
  key: boolean;
  packetBytes: number | null;
}

/** @returns what gives the row of each frame; the usual interval is the median */
export function frameRows(video: ViewedVideo): (frameIndex: number) => FrameRow {
  const { timesMs, pts, keys, packetBytes, endMs, timeBase } = video;
  const interval = (at: number) => (timesMs[at + 1] ?? endMs) - timesMs[at]!;
  const between = Float64Array.from({ length: Math.max(0, timesMs.length - 1) }, (_, at) =>
    interval(at),
  ).sort();
  const usual = between[between.length >> 1] ?? 0;
  const tickMs = (1000 * timeBase.num) / timeBase.den;
  // Containers round to whole ticks; where a tick is a whole interval, one more of them is a frame's absence.
  const rounding = usual > 1.5 * tickMs ? 1.001 * tickMs : 0;
  const tolerance = Math.max(usual / 10, rounding);
  return (frameIndex) => {
    const intervalMs = interval(frameIndex);
    const bytes = packetBytes[frameIndex]!;
    const isLast = frameIndex === timesMs.length - 1;
    return {
      frameIndex,
      ptsMs: timesMs[frameIndex]!,
      pts: pts[frameIndex]!,
      intervalMs,
      irregular: !isLast && Math.abs(intervalMs - usual) > tolerance,
      key: keys[frameIndex] === 1,
      packetBytes: Number.isNaN(bytes) ? null : bytes,
    };
  };
}

/** Frames whose interval to the next one is irregular. */
export function irregularFrames(video: ViewedVideo): number[] {
  const rowOf = frameRows(video);
  return [...video.pts.keys()].filter((at) => rowOf(at).irregular);
}

/** What the timeline shows of the frames, whichever were viewed. */
export const frameTimes = (video: ViewedVideo): Omit<FrameTimes, 'viewed'> => ({
  all: video.timesMs,
  key: video.timesMs.filter((_ms, at) => video.keys[at] === 1),
  irregular: Float64Array.from(irregularFrames(video), (at) => video.timesMs[at]!),
});

/** When stretches of frames are on screen. @param stretches first and last frame of each */
export const stretchTimes = (
  { timesMs, endMs }: ViewedVideo,
  stretches: readonly (readonly [first: number, last: number])[],
): [fromMs: number, toMs: number][] =>
  stretches.map(([first, last]) => [timesMs[first] ?? endMs, timesMs[last + 1] ?? endMs]);

/** As RFC 4180 says; every field is a number or a plain word. */
export function framesCsv(video: ViewedVideo): string {
  const rowOf = frameRows(video);
  const lines = Array.from({ length: video.pts.length }, (_, at) => {
    const { frameIndex, ptsMs, pts, intervalMs, irregular, key, packetBytes } = rowOf(at);
    return [frameIndex, ptsMs, pts, intervalMs, irregular ? 1 : 0, key ? 1 : 0, packetBytes ?? ''].join(',');
  });
  const { num, den } = video.timeBase;
  const head = `frame,time_ms,pts_${num}_${den}_s,interval_ms,irregular,key,packet_bytes`;
  return [head, ...lines, ''].join('\r\n');
}
