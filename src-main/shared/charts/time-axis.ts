/** A range of presentation times on a horizontal axis. */
import { scaleLinear } from 'd3-scale';
import { clockText } from '../wording.ts';
import { plotArea, type ChartSize, type PlotArea } from './svg.ts';

export interface TimeRange {
  fromMs: number;
  toMs: number;
}

/** Left and right margin of all that shares the axis, in px. */
export const timeMargin = { left: 58, right: 14 };

/** The position of a time, for the playhead over a chart and for clicks on it. `msAt` stays within the range. */
export function timeScale({ fromMs, toMs }: TimeRange, width: number) {
  const { left, right } = plotArea({ width, height: 1 }, { ...timeMargin, top: 0, bottom: 0 });
  const x = scaleLinear([fromMs, toMs], [left, right]);
  return { left, right, xOf: (ptsMs: number) => x(ptsMs), msAt: (at: number) => x.clamp(true).invert(at) };
}

/** Steps that are easy to read on a clock, in ms. */
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map((seconds) => seconds * 1000),
];

/** @returns position in px and text of each tick, far enough apart to be read */
export function timeTicks(range: TimeRange, width: number): { at: number; text: string }[] {
  const { left, right, xOf } = timeScale(range, width);
  const lengthMs = range.toMs - range.fromMs;
  const most = Math.max(1, (right - left) / 70);
  const step = steps.find((each) => lengthMs / each <= most) ?? lengthMs;
  const first = Math.ceil(range.fromMs / step);
  const count = Math.floor(range.toMs / step) - first + 1;
  return Array.from({ length: count }, (_, index) => {
    const ms = (first + index) * step;
    return { at: xOf(ms), text: tickText(ms, step, range) };
  });
}

/** m:ss; h:mm:ss from one hour; seconds alone if all of the range is before 10 s. Decimals as the step needs them. */
function tickText(ms: number, step: number, { toMs }: TimeRange): string {
  const tenths = toMs < 10_000 ? 1 : 0;
  const digits = step < 10 ? 3 : step < 100 ? 2 : step < 1000 ? 1 : tenths;
  if (toMs < 10_000) return `${(ms / 1000).toFixed(digits)} s`;
  const whole = Math.round(ms);
  const fraction = (whole % 1000) / 1000;
  return `${clockText(Math.floor(whole / 1000))}${digits > 0 ? fraction.toFixed(digits).slice(1) : ''}`;
}

/** The area of a chart under which a time axis stands. */
export const timeArea = (size: ChartSize, top: number, bottom: number): PlotArea =>
  plotArea(size, { ...timeMargin, top, bottom });
