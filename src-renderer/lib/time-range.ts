/** Which part of a video the timeline shows: zoomed, moved and kept within the whole. */
import type { TimeRange } from '../../src-main/shared/charts/time-axis.ts';

const lengthOf = ({ fromMs, toMs }: TimeRange): number => toMs - fromMs;

/** A range of this length as near to its place as the whole allows. */
function within(whole: TimeRange, fromMs: number, lengthMs: number): TimeRange {
  const length = Math.min(lengthMs, lengthOf(whole));
  const from = Math.min(Math.max(fromMs, whole.fromMs), whole.toMs - length);
  return { fromMs: from, toMs: from + length };
}

/** Longer or shorter by a factor, with the instant under the pointer kept there. */
export function zoomedAbout(
  range: TimeRange,
  whole: TimeRange,
  factor: number,
  aboutMs: number,
  leastMs: number,
): TimeRange {
  const length = Math.min(Math.max(lengthOf(range) * factor, leastMs), lengthOf(whole));
  const share = (aboutMs - range.fromMs) / lengthOf(range);
  return within(whole, aboutMs - share * length, length);
}

export const movedInTime = (range: TimeRange, whole: TimeRange, byMs: number): TimeRange =>
  within(whole, range.fromMs + byMs, lengthOf(range));

/** The same range where the instant is in it; else one of its length with the instant a tenth from its nearer end. */
export function bringingIntoRange(range: TimeRange, whole: TimeRange, ptsMs: number): TimeRange {
  if (ptsMs >= range.fromMs && ptsMs <= range.toMs) return range;
  const length = lengthOf(range);
  return within(whole, ptsMs - length * (ptsMs > range.toMs ? 0.1 : 0.9), length);
}
