/** One row per figure: a dot, and its 95 % interval as a whisker. */
import { scaleLinear } from 'd3-scale';
import { estimateText } from '../wording.ts';
import type { Estimate } from '../model-card.ts';
import { axes } from './axes.ts';
import { shareTicks } from './curve-figure.ts';
import { seriesMark, seriesStyle } from './series.ts';
import { chart, color, label, line, plotArea, type ChartSize, type SvgNode } from './svg.ts';

interface IntervalRow {
  name: string;
  /** Counts behind the figure. */
  counts: string;
  /** Rows of one group have the same colour and shape. */
  group: string;
  estimate: Estimate;
}

interface IntervalFigure {
  title: string;
  /** Name of the scale, which goes from 0 to 1. */
  figure: string;
  /** Figure of a random guess, drawn as a dotted line; null if there is none. */
  chance: number | null;
  rows: readonly IntervalRow[];
}

const characterWidth = 6.1;

export function intervalChart({ title, figure, chance, rows }: IntervalFigure, size: ChartSize): SvgNode {
  const widest = (texts: string[]) => texts.reduce((most, text) => Math.max(most, text.length), 0);
  const names = rows.map(({ name, counts }) => `${name}  ${counts}`);
  const area = plotArea(size, {
    ...{ top: 8, bottom: 40 },
    left: 20 + characterWidth * widest(names),
    right: 14 + characterWidth * widest(rows.map(({ estimate }) => estimateText(estimate))),
  });
  const groups = [...new Set(rows.map(({ group }) => group))];
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const step = (area.bottom - area.top) / Math.max(1, rows.length);
  const description = rows.map(
    ({ name, counts, estimate }) => `${name} (${counts}): ${figure} ${estimateText(estimate)}`,
  );
  return chart(size, title, description.join('; ') || 'Nothing was measured.', [
    ...axes(area, { name: figure, ticks: shareTicks(x, area.right - area.left) }, { name: '', ticks: [] }),
    ...(chance === null
      ? []
      : [
          line(x(chance), area.top, x(chance), area.bottom, {
            stroke: color.inkSoft,
            'stroke-dasharray': '1 3',
          }),
        ]),
    ...rows.flatMap(({ name, counts, group, estimate }, index) => {
      const y = area.top + step * (index + 0.5);
      const style = seriesStyle(groups.indexOf(group));
      const countsAt = area.left - 8;
      return [
        line(x(estimate.low), y, x(estimate.high), y, { stroke: style.stroke, 'stroke-width': 2 }),
        ...[estimate.low, estimate.high].map((end) =>
          line(x(end), y - 3, x(end), y + 3, { stroke: style.stroke }),
        ),
        seriesMark(style, x(estimate.value), y),
        label(counts, countsAt, y + 4, { 'text-anchor': 'end' }),
        label(name, 8, y + 4, { fill: color.ink }),
        label(estimateText(estimate), area.right + 8, y + 4, { fill: color.ink }),
      ];
    }),
  ]);
}
