/**
 * Time stamps that do not fit: a few frames far from the frames around them, behind which the clock goes on as before.
 * Bits were damaged there; it is neither a pause nor another recording, from which the clock does not return.
 */
import type { Rational } from '../../shared/domain.ts';
import { medianInterval, type PresentationOrder, type StampedFrame } from './presentation-order.ts';
import { listedPlaces, seconds } from './missing-frames.ts';

/** Seconds, and usual intervals: a step over more than both is no matter of rounding or of B-frames. */
const FAR_SECONDS = 1;
const FAR_INTERVALS = 20;
/** From one damaged time stamp ffmpeg computes those of the frames behind it that have none of their own. */
const LONGEST_RUN = 16;
/** At the start and the end the clock does not return, and more frames are rather another recording. */
const LONGEST_END = 2;
/** No video stores a picture farther from its place than this. */
const FARTHEST_PLACE = 16;

const farTicks = (ticks: Float64Array, { num, den }: Rational): number =>
  Math.max((FAR_SECONDS * den) / num, FAR_INTERVALS * medianInterval(ticks));

/**
 * @param ticks in the order of the frames
 * @param keys 1 for a frame at which another recording can begin
 * @returns the places of odd time stamps, ascending, with the times that fit there
 */
export function oddTimes(
  ticks: Float64Array,
  keys: ArrayLike<number>,
  timeBase: Rational,
): Map<number, number> {
  const usual = medianInterval(ticks);
  const far = farTicks(ticks, timeBase);
  const found = new Map<number, number>();
  const step = (place: number) => ticks[place]! - ticks[place - 1]!;
  const isFar = (place: number) => Math.abs(step(place)) > far;
  const startsAnew = (place: number) => step(place) < -far && keys[place] !== 1;
  for (let start = 0; start < ticks.length; start += 1) {
    if (start > 0 && !isFar(start)) continue;
    const end = endOfRun(start);
    if (end === null) continue;
    const before = start === 0 ? ticks[end]! - usual * (end + 1) : ticks[start - 1]!;
    const behind = end === ticks.length ? before + usual * (end - start + 1) : ticks[end]!;
    for (let place = start; place < end; place += 1)
      found.set(place, before + ((behind - before) * (place - start + 1)) / (end - start + 1));
    start = end;
  }
  return found;

  /** The first frame behind a run of odd ones that begins at `start`; null where none begins. */
  function endOfRun(start: number): number | null {
    const last = Math.min(start + LONGEST_RUN, ticks.length);
    for (let end = start + 1; end <= last && end < ticks.length; end += 1) {
      if (start === 0 && isFar(end)) {
        const returnsAt = endOfRun(end) ?? ticks.length;
        return startsAnew(end) && end <= LONGEST_END && returnsAt === ticks.length ? end : null;
      }
      if (isFar(end) && step(end) * step(start) < 0)
        return Math.abs(ticks[end]! - ticks[start - 1]!) <= far ? end : null;
    }
    return start > 0 && start >= ticks.length - LONGEST_END && startsAnew(start) ? ticks.length : null;
  }
}

/**
 * Whether packets carry an odd time stamp. Where its frame belongs, only the decoder's order tells.
 * @param frames in the order in which they are stored
 */
export function hasOddTimes(frames: readonly StampedFrame[], timeBase: Rational): boolean {
  const clock = Float64Array.from(frames, ({ pts, dts }) => dts ?? pts);
  const far = farTicks(clock, timeBase);
  // A frame is shown once it is decoded, and before the decoder has gone on by more frames than it can hold back.
  const isStray = ({ pts, dts }: StampedFrame, i: number) => {
    const later = clock[Math.min(i + FARTHEST_PLACE, clock.length) - 1]!;
    return dts !== null && later >= dts && (pts < dts - far || pts > later + far);
  };
  const keys = frames.map(({ key }) => key);
  return oddTimes(clock, keys, timeBase).size > 0 || frames.some(isStray);
}

export function oddTimesText({
  oddTimes: frames,
  timesMs,
}: Pick<PresentationOrder, 'oddTimes' | 'timesMs'>): string[] {
  if (frames.length === 0) return [];
  const places = listedPlaces(frames.map((frame) => `${seconds(timesMs[frame]!)} s (frame ${frame})`));
  return [
    frames.length === 1
      ? `One time stamp does not fit the others and is damaged: ${places}. The frame was placed between its neighbours.`
      : `${frames.length} time stamps do not fit the others: they are damaged, or these frames come from another recording: ${places}. ` +
        'The frames were placed between their neighbours.',
  ];
}
