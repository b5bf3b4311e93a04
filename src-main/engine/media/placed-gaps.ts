/**
 * What gaps in the counters of an MPEG-TS mean for the video. Where its clock steps forward as well, seconds are missing:
 * a pause of the recorder leaves the counters alone, and recordings that were joined as they should be go on in time.
 */
import type { FrameIndex } from './frame-index.ts';
import type { Gap } from './lost-packets.ts';
import { listedPlaces, seconds } from './missing-frames.ts';
import { medianInterval } from './presentation-order.ts';

/** Milliseconds, and usual intervals: segments of a live stream may begin and end at odd times. */
const STEP_MS = 1000;
const STEP_INTERVALS = 10;
/** Usual intervals, where the counters go on at any number. */
const SHORT_STEP_INTERVALS = 3;
/** Pictures are stored at most this many places away from where they are shown. */
const REORDERED = 16;

interface PlacedGap extends Gap {
  /** Packets are missing there, beyond doubt. */
  isLoss: boolean;
  /** Times of the frames on both sides, where the clock steps forward between them. */
  step: { fromMs: number; toMs: number } | null;
}

/** @param gaps ascending by position */
export function placedGaps(
  gaps: readonly Gap[],
  { positions, timesMs, joins }: Pick<FrameIndex, 'positions' | 'timesMs' | 'joins'>,
): PlacedGap[] {
  const stored = storedFrames(positions);
  const usual = medianInterval(timesMs);
  const longest = Math.max(STEP_MS, STEP_INTERVALS * usual);
  let next = 0;
  return gaps.map((gap) => {
    while (positions[stored[next] ?? -1]! < gap.position) next += 1;
    // Frames are numbered as they are shown.
    const fromMs = timesMs[Math.max(...stored.slice(Math.max(0, next - REORDERED), next))] ?? NaN;
    const behind = Math.min(...stored.slice(next, next + REORDERED));
    const toMs = timesMs[behind] ?? NaN;
    // Another recording begins there, which is named by itself.
    const isJoin = gap.behindTable && joins.includes(behind);
    const isShort = gap.mayBeginAnew && !gap.countsAsAtStart;
    return {
      ...gap,
      isLoss: gap.packets > 0 && !gap.mayBeginAnew && !isJoin,
      step:
        !isJoin && toMs - fromMs > (isShort ? SHORT_STEP_INTERVALS * usual : longest)
          ? { fromMs, toMs }
          : null,
    };
  });
}

/** Frames in the order in which they are stored, as far as their places are known. */
export const storedFrames = (positions: Float64Array): number[] =>
  [...positions.keys()]
    .filter((frame) => !Number.isNaN(positions[frame]))
    .sort((a, b) => positions[a]! - positions[b]!);

export function clockStepsText(gaps: readonly PlacedGap[]): string[] {
  const places = gaps.flatMap(({ step }) =>
    step === null ? [] : [`from ${seconds(step.fromMs)} s to ${seconds(step.toMs)} s`],
  );
  if (places.length === 0) return [];
  return [
    `The video has no frames ${listedPlaces(places)}, and its packets do not count on there: a part is missing, or another recording follows.`,
  ];
}
