/** Axes with ticks, names and a faint grid. No text of a tick is cut off by the edge, or covers the one before it. */
import { color, label, line, type PlotArea, type SvgNode } from './svg.ts';

interface Tick {
  /** In px. */
  at: number;
  text: string;
}

interface Axis {
  /** Left out where the ticks say it. */
  name?: string;
  ticks: readonly Tick[];
}

/** The widest of the fonts in use, at the size of a chart: no text is measured here. */
const CHARACTER_PX = 6.6;
const LINE_PX = 11;
/** Between two texts. */
const GAP_PX = 4;

export function axes(area: PlotArea, x: Axis, y: Axis): SvgNode[] {
  const { left, right, top, bottom } = area;
  const middle = (top + bottom) / 2;
  return [
    ...x.ticks.map(({ at }) => line(at, top, at, bottom, { stroke: color.line })),
    ...y.ticks.map(({ at }) => line(left, at, right, at, { stroke: color.line })),
    line(left, bottom, right, bottom, { stroke: color.lineStrong }),
    line(left, top, left, bottom, { stroke: color.lineStrong }),
    ...tickTexts(x.ticks, bottom + 15, area),
    ...apart(y.ticks, () => LINE_PX).map(({ at, text }) =>
      label(text, left - 6, at + 4, { 'text-anchor': 'end' }),
    ),
    ...(x.name ? [label(x.name, (left + right) / 2, bottom + 31, { 'text-anchor': 'middle' })] : []),
    ...(y.name
      ? [
          label(y.name, 12, middle, {
            'text-anchor': 'middle',
            transform: `rotate(-90 12 ${Math.round(middle)})`,
          }),
        ]
      : []),
  ];
}

/** Under the ticks of a horizontal axis, as far as there is room; one at the edge stands within it. */
export const tickTexts = (ticks: readonly Tick[], y: number, { width }: Pick<PlotArea, 'width'>): SvgNode[] =>
  apart(
    ticks.map(({ at, text }) => {
      const half = widthOf({ text }) / 2;
      return { text, at: Math.max(half, Math.min(at, width - half)) };
    }),
    widthOf,
  ).map(({ at, text }) => label(text, at, y, { 'text-anchor': 'middle' }));

/** Along a horizontal axis, with the gap to the next one. */
export const widthOf = ({ text }: Pick<Tick, 'text'>): number => text.length * CHARACTER_PX + GAP_PX;

/** Those that do not cover the one before them. @param sizeOf along the axis, in px */
export function apart<T extends Tick>(ticks: readonly T[], sizeOf: (tick: T) => number): T[] {
  const kept: T[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (!last || Math.abs(tick.at - last.at) >= (sizeOf(tick) + sizeOf(last)) / 2) kept.push(tick);
  }
  return kept;
}
