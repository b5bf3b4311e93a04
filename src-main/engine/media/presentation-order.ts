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
}

/** A clock that goes back by less, away from a key frame, is a careless muxer and not another recording. */
const JOIN_SECONDS = 1;

/** A step of the clock over more than this, and over so many usual intervals, is a leap. */
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
    recording.toSorted((a, b) => a.pts - b.pts),
  );
  const ordered = clockMayLeap ? inOrder.flatMap((recording) => splitAtLeaps(recording, timeBase)) : inOrder;
  const all = ordered.flat();
  const timesMs = new Float64Array(all.length);
  const joins: number[] = [];
  let at = 0;
  let startMs = 0;
  for (const recording of ordered) {
    if (at > 0) joins.push(at);
    const first = recording[0]!.pts;
    for (const { pts } of recording) timesMs[at++] = startMs + milliseconds(pts - first, timeBase);
    startMs = timesMs[at - 1]! + milliseconds(medianInterval(recording), timeBase);
  }
  return {
    pts: Float64Array.from(all, ({ pts }) => pts),
    keys: Uint8Array.from(all, ({ key }) => key),
    positions: Float64Array.from(all, ({ position }) => position ?? NaN),
    timesMs,
    joins,
  };
}

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
    const { dts, pts, key } = frame;
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
function splitAtLeaps(recording: readonly StampedFrame[], { num, den }: Rational): StampedFrame[][] {
  const leap = Math.max((LEAP_SECONDS * den) / num, LEAP_INTERVALS * medianInterval(recording));
  const starts = [...recording.keys()].filter(
    (i) => i === 0 || recording[i]!.pts - recording[i - 1]!.pts > leap,
  );
  return starts.map((start, place) => recording.slice(start, starts[place + 1]));
}

const medianInterval = (recording: readonly StampedFrame[]): number =>
  median(Float64Array.from(recording.slice(1), ({ pts }, i) => pts - recording[i]!.pts));

/** The upper one of an even number; 0 of none. */
export const median = (values: Float64Array): number => values.toSorted()[values.length >> 1] ?? 0;

const milliseconds = (ticks: number, { num, den }: Rational) => (ticks * num * 1000) / den;
