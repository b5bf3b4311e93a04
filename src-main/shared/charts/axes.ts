/** Axes with ticks, names and a faint grid. */
import { color, label, line, type PlotArea, type SvgNode } from './svg.ts';

interface Axis {
  /** Left out where the ticks say it. */
  name?: string;
  /** Position in px of each tick and its text. */
  ticks: readonly { at: number; text: string }[];
}

export function axes({ left, right, top, bottom }: PlotArea, x: Axis, y: Axis): SvgNode[] {
  const middle = (top + bottom) / 2;
  return [
    ...x.ticks.map(({ at }) => line(at, top, at, bottom, { stroke: color.line })),
    ...y.ticks.map(({ at }) => line(left, at, right, at, { stroke: color.line })),
    line(left, bottom, right, bottom, { stroke: color.lineStrong }),
    line(left, top, left, bottom, { stroke: color.lineStrong }),
    ...x.ticks.map(({ at, text }) => label(text, at, bottom + 15, { 'text-anchor': 'middle' })),
    ...y.ticks.map(({ at, text }) => label(text, left - 6, at + 4, { 'text-anchor': 'end' })),
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
