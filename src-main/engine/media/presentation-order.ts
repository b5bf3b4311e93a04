/**
 * The one time line of a video: its frames in the order in which a player shows them, at times that start at 0 and
 * never go back, whatever the container's own clock does. A clock that starts again (recordings joined byte by byte,
 * as MPEG-TS allows) makes a join: there the second recording goes on where the first one ended. So does a clock that
 * leaps forward, in containers whose clock is the recorder's own.
 */
import type { Rational } from '../../shared/domain.ts';

/** One frame as the container or the decoder names it. */
export interface StampedFrame {
  /** Presentation time stamp, in the stream's time base. */
  pts: number;
  /** Where a damaged time stamp does not say when it is shown: the time to take, in the same base. */
  shownAt?: number;
  /** Decoding time stamp, in the same base; null where it is not known. */
  dts: number | null;
  /** 1 for a frame at which decoding can begin. */
  key: number;
  /** Byte of the file at which it begins, where that is known. */
  position?: number | null;
}

export interface PresentationOrder {
  pts: Float64Array;
  keys: Uint8Array;
  /** Byte of the file at which each frame begins; NaN where that is not known. */
  positions: Float64Array;
  /** Time of each frame in the video, in milliseconds, from 0 and rising. */
  timesMs: Float64Array;
  /** First frame of each recording after the first one, ascending. */
  joins: number[];
  /** Frames whose time stamp is damaged, ascending; their times are those of their places. */
  oddTimes: number[];
}

/** A clock that goes back by less, away from a key frame, is a careless muxer and not another recording. */
export const JOIN_SECONDS = 1;

/** A step of the clock over more than both is a leap: seconds, and usual intervals. */
const LEAP_SECONDS = 10;
const LEAP_INTERVALS = 50;

/**
 * @param frames in the order in which they are stored
 * @param clockMayLeap false where a long step of the clock is how the container writes a pause
 */
export function presentationOrder(
  frames: readonly StampedFrame[],
  timeBase: Rational,
  clockMayLeap = false,
): PresentationOrder {
  const inOrder = splitAtJoins(frames, timeBase).map((recording) =>
    recording.toSorted((a, b) => shownAt(a) - shownAt(b)),
  );
  const ordered = clockMayLeap ? inOrder.flatMap((recording) => splitAtLeaps(recording, timeBase)) : inOrder;
  const all = ordered.flat();
  const timesMs = new Float64Array(all.length);
  const joins: number[] = [];
  let at = 0;
  let startMs = 0;
  for (const recording of ordered) {
    if (at > 0) joins.push(at);
    const first = shownAt(recording[0]!);
    for (const frame of recording) timesMs[at++] = startMs + milliseconds(shownAt(frame) - first, timeBase);
    startMs = timesMs[at - 1]! + milliseconds(medianInterval(ticksOf(recording)), timeBase);
  }
  return {
    pts: Float64Array.from(all, ({ pts }) => pts),
    keys: Uint8Array.from(all, ({ key }) => key),
    positions: Float64Array.from(all, ({ position }) => position ?? NaN),
    timesMs,
    joins,
    oddTimes: [...all.keys()].filter((frame) => all[frame]!.shownAt !== undefined),
  };
}

/** Whether time stamps rise from frame to frame, so that one stands for one frame and what lies behind it. */
export const hasEvenClock = ({ joins, oddTimes }: Pick<PresentationOrder, 'joins' | 'oddTimes'>): boolean =>
  joins.length === 0 && oddTimes.length === 0;

/** A step of the clock over more than this is a leap. */
const leapTicks = (ticks: Float64Array, { num, den }: Rational): number =>
  Math.max((LEAP_SECONDS * den) / num, LEAP_INTERVALS * medianInterval(ticks));

const shownAt = (frame: StampedFrame): number => frame.shownAt ?? frame.pts;

const ticksOf = (recording: readonly StampedFrame[]) => Float64Array.from(recording, shownAt);

/**
 * Within a recording the decoding clock never goes back. Where a frame has no decoding time (the first ones of a Matroska
 * file with B-frames), only a long step back of its presentation time is a join: B-frames step back by themselves.
 */
function splitAtJoins(frames: readonly StampedFrame[], timeBase: Rational): StampedFrame[][] {
  const recordings: StampedFrame[][] = [];
  const isLong = (ticks: number) => milliseconds(ticks, timeBase) >= JOIN_SECONDS * 1000;
  let decoded = -Infinity;
  let shown = -Infinity;
  for (const frame of frames) {
    const { dts, key } = frame;
    const pts = shownAt(frame);
    const joined =
      dts === null || decoded === -Infinity
        ? shown > -Infinity && isLong(shown - pts)
        : dts < decoded && (key === 1 || isLong(decoded - dts));
    const recording = recordings.at(-1);
    if (!recording || joined) {
      recordings.push([frame]);
      [decoded, shown] = [dts ?? -Infinity, pts];
    } else {
      recording.push(frame);
      [decoded, shown] = [Math.max(decoded, dts ?? -Infinity), Math.max(shown, pts)];
    }
  }
  return recordings;
}

/** @param recording in the order in which its frames are shown: as stored, B-frames would stand on the wrong side */
function splitAtLeaps(recording: readonly StampedFrame[], timeBase: Rational): StampedFrame[][] {
  const ticks = ticksOf(recording);
  const leap = leapTicks(ticks, timeBase);
  const starts = [...ticks.keys()].filter((i) => i === 0 || ticks[i]! - ticks[i - 1]! > leap);
  return starts.map((start, place) => recording.slice(start, starts[place + 1]));
}

export const medianInterval = (ticks: Float64Array): number =>
  median(ticks.subarray(1).map((value, i) => value - ticks[i]!));

/** The upper one of an even number; 0 of none. */
export const median = (values: Float64Array): number => values.toSorted()[values.length >> 1] ?? 0;

const milliseconds = (ticks: number, { num, den }: Rational) => (ticks * num * 1000) / den;
