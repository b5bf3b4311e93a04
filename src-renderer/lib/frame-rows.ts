/**
 * All frames of a video as a table, with what is odd about each. That is measured; why it is so, only the examiner can
 * tell.
 */
import type { FrameTimes, Oddity } from '../../src-main/shared/charts/timeline-rows.ts';
import type { ComparedFrames, ViewedVideo } from '../../src-main/shared/viewing.ts';
import { texts } from '../texts/texts.ts';

export interface FrameRow {
  frameIndex: number;
  ptsMs: number;
  pts: number;
  /** To the next frame, or to the end of the video. */
  intervalMs: number;
  /** Whether the interval differs from the usual one by more than a tenth, and by more than rounding. */
  irregular: boolean;
  /** How many more frames of the usual interval would fit before the next one. */
  gap: number;
  key: boolean;
  /** Whether the edit list of the file goes on with this frame at another place of the recording. */
  cut: boolean;
  /** Whether it has the same pixels as the frame before; false where they were not compared. */
  frozen: boolean;
  /** The first frame with the same pixels, where that is not the one before; null where they were not compared. */
  repeats: number | null;
  packetBytes: number | null;
}

/** For each frame the first one with its pixels, or -1; null until they are compared. */
export type Repeats = Int32Array | null;

/** @returns what gives the row of each frame; the usual interval is the median */
export function frameRows(video: ViewedVideo, repeats: Repeats = null): (frameIndex: number) => FrameRow {
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
  const cuts = new Set(video.cuts);
  const first = (at: number) => (repeats === null || repeats[at]! < 0 ? at : repeats[at]!);
  return (frameIndex) => {
    const intervalMs = interval(frameIndex);
    const bytes = packetBytes[frameIndex]!;
    const isLast = frameIndex === timesMs.length - 1;
    const irregular = !isLast && Math.abs(intervalMs - usual) > tolerance;
    const earlier = first(frameIndex);
    const frozen = frameIndex > 0 && earlier !== frameIndex && earlier === first(frameIndex - 1);
    return {
      frameIndex,
      ptsMs: timesMs[frameIndex]!,
      pts: pts[frameIndex]!,
      intervalMs,
      irregular,
      gap: irregular && usual > 0 ? Math.max(0, Math.round(intervalMs / usual) - 1) : 0,
      key: keys[frameIndex] === 1,
      cut: cuts.has(frameIndex),
      frozen,
      repeats: frozen || earlier === frameIndex ? null : earlier,
      packetBytes: Number.isNaN(bytes) ? null : bytes,
    };
  };
}

/** What is odd about a frame, in words. */
export const oddText = ({ irregular, gap, cut, frozen, repeats }: FrameRow): string =>
  [
    ...(cut ? [texts.media.cut] : []),
    ...(irregular
      ? [gap > 0 ? texts.media.irregularRoomForFrames({ frames: gap }) : texts.media.irregular]
      : []),
    ...(frozen ? [texts.media.frozen] : []),
    ...(repeats === null ? [] : [texts.media.samePixelsAs({ repeats })]),
  ].join(', ');

export interface OddFrames {
  irregular: number[];
  cut: number[];
  frozen: number[];
  repeated: number[];
}

/** The frames of each oddity, rising. */
export function oddFrames(video: ViewedVideo, repeats: Repeats = null): OddFrames {
  const rowOf = frameRows(video, repeats);
  const odd: OddFrames = { irregular: [], cut: [], frozen: [], repeated: [] };
  for (let at = 0; at < video.pts.length; at += 1) {
    const row = rowOf(at);
    if (row.irregular) odd.irregular.push(at);
    if (row.cut) odd.cut.push(at);
    if (row.frozen) odd.frozen.push(at);
    if (row.repeats !== null) odd.repeated.push(at);
  }
  return odd;
}

/** "2 irregular intervals, 5 frozen frames"; empty where nothing is odd. */
export const oddCounts = ({ irregular, cut, frozen, repeated }: OddFrames): string =>
  [
    ...counted(irregular, texts.media.irregularIntervals),
    ...counted(cut, texts.media.cutsOfTheEditList),
    ...counted(frozen, texts.media.frozenFrames),
    ...counted(repeated, texts.media.repeatedFrames),
  ].join(', ');

const counted = ({ length }: readonly number[], words: (frames: { count: number }) => string): string[] =>
  length === 0 ? [] : [words({ count: length })];

/** What the timeline shows of the frames, whichever were viewed. */
export function frameTimes(
  video: ViewedVideo,
  compared: ComparedFrames | null = null,
): Omit<FrameTimes, 'viewed'> {
  const { irregular, cut, frozen, repeated } = oddFrames(video, compared?.repeats);
  const instants = (frames: readonly number[]) =>
    frames.map((at) => [video.timesMs[at]!, video.timesMs[at]!] as const);
  const lasting = (frames: readonly number[]) =>
    stretchTimes(
      video,
      frames.map((at) => [at, at]),
    );
  const oddities: Oddity[] = [
    { name: 'irregular', stretches: instants(irregular) },
    { name: 'cuts', stretches: instants(cut) },
    { name: 'frozen', stretches: lasting(frozen) },
    { name: 'repeated', stretches: lasting(repeated) },
    { name: 'shots', stretches: instants([...(compared?.shots ?? [])]) },
  ];
  return {
    all: video.timesMs,
    key: video.timesMs.filter((_ms, at) => video.keys[at] === 1),
    oddities: oddities.filter(({ stretches }) => stretches.length > 0),
  };
}

/** When stretches of frames are on screen. @param stretches first and last frame of each */
export const stretchTimes = (
  { timesMs, endMs }: ViewedVideo,
  stretches: readonly (readonly [first: number, last: number])[],
): [fromMs: number, toMs: number][] =>
  stretches.map(([first, last]) => [timesMs[first] ?? endMs, timesMs[last + 1] ?? endMs]);

export const frameOrders = ['frame', 'interval', 'packet'] as const;
export type FrameOrder = (typeof frameOrders)[number];

/** Frames in the order of the table; ties in the order of the video, frames without a value last. */
export function orderedFrames(
  video: ViewedVideo,
  frames: readonly number[],
  by: FrameOrder,
  descending: boolean,
): readonly number[] {
  if (by === 'frame') return descending ? frames.toReversed() : frames;
  const { timesMs, endMs, packetBytes } = video;
  const value = (at: number) =>
    by === 'packet' ? packetBytes[at]! : (timesMs[at + 1] ?? endMs) - timesMs[at]!;
  const sign = descending ? -1 : 1;
  const missing = (at: number) => Number(Number.isNaN(value(at)));
  return frames.toSorted((a, b) => missing(a) - missing(b) || sign * (value(a) - value(b)) || a - b);
}

/** As RFC 4180 says; every field is a number or a plain word. Empty where frames were not compared. */
export function framesCsv(video: ViewedVideo, repeats: Repeats = null): string {
  const rowOf = frameRows(video, repeats);
  const lines = Array.from({ length: video.pts.length }, (_, at) => {
    const { frameIndex, ptsMs, pts, intervalMs, irregular, gap, key, cut, packetBytes } = rowOf(at);
    const same = repeats === null || repeats[at]! < 0 ? '' : repeats[at]!;
    return [
      ...[frameIndex, ptsMs, pts, intervalMs, Number(irregular), gap, Number(key), Number(cut), same],
      packetBytes ?? '',
    ].join(',');
  });
  const { num, den } = video.timeBase;
  const head = `frame,time_ms,pts_${num}_${den}_s,interval_ms,irregular,room_for_frames,key,cut,same_pixels_as,packet_bytes`;
  return [head, ...lines, ''].join('\r\n');
}
