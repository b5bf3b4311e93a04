/**
 * Time stamps that do not fit: a single frame far from both of its neighbours, which are close to each other. Bits were
 * damaged there; it is neither a pause nor another recording.
 */
import type { Rational } from '../../shared/domain.ts';
import { leapTicks, type PresentationOrder } from './presentation-order.ts';
import { listedPlaces, seconds } from './missing-frames.ts';

/** @returns places in `ticks`, ascending; never the first or the last, which have one neighbour */
export function oddTimes(ticks: Float64Array, timeBase: Rational): number[] {
  const leap = leapTicks(ticks, timeBase);
  const isFar = (a: number, b: number) => Math.abs(ticks[a]! - ticks[b]!) > leap;
  return [...ticks.keys()].filter(
    (i) => i > 0 && i < ticks.length - 1 && isFar(i - 1, i) && isFar(i, i + 1) && !isFar(i - 1, i + 1),
  );
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
      : `${frames.length} time stamps do not fit the others and are damaged: ${places}. The frames were placed between their neighbours.`,
  ];
}
