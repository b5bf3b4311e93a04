/**
 * Reliability diagram (Murphy and Winkler 1977): the share of fakes among videos with a score near s. On the dotted
 * line, score and share are equal. The bars below show the number of videos behind each point.
 */
import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import { calibrationError } from '../curve-summaries.ts';
import type { JudgedCurves } from '../lab.ts';
import { countOf } from '../wording.ts';
import { apart, axes, widthOf } from './axes.ts';
import { shareTicks } from './curve-figure.ts';
import { lineOf, seriesMark, seriesStyle } from './series.ts';
import { chart, color, element, halo, label, line, plotArea, type ChartSize, type SvgNode } from './svg.ts';

const margin = { top: 10, right: 16, bottom: 40, left: 52 };
const stripHeight = 44;
const barWidth = 14;

export function calibrationChart(bins: JudgedCurves['calibration'], size: ChartSize): SvgNode {
  const whole = plotArea(size, margin);
  const area = { ...whole, bottom: Math.max(whole.top + 1, whole.bottom - stripHeight) };
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  const most = bins.reduce((highest, { count }) => Math.max(highest, count), 1);
  const bar = scaleLinear([0, most], [0, stripHeight - 18]);
  const counts = bins.map(({ score, count }) => ({
    ...{ at: x(score), text: String(count), above: whole.bottom - bar(count) },
  }));
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const error = calibrationError(bins).toFixed(3);
  const style = seriesStyle(0);
  const curve = path<(typeof bins)[number]>(
    ({ score }) => x(score),
    ({ fakes }) => y(fakes),
  ).digits(2);
  return chart(
    size,
    'Calibration',
    `${countOf(total, 'video')} in ${countOf(bins.length, 'bin')}; expected calibration error ${error}.`,
    [
      ...axes(
        { ...area, bottom: whole.bottom },
        { name: 'Score', ticks: shareTicks(x, area.right - area.left) },
        { name: 'Share of fakes', ticks: shareTicks(y, area.bottom - area.top) },
      ),
      line(area.left, area.bottom, area.right, area.bottom, { stroke: color.line }),
      line(x(0), y(0), x(1), y(1), { stroke: color.inkSoft, 'stroke-dasharray': '1 3' }),
      ...bins.map(({ score, count }) =>
        element('rect', {
          x: x(score) - barWidth / 2,
          y: whole.bottom - bar(count),
          width: barWidth,
          height: bar(count),
          fill: color.lineStrong,
        }),
      ),
      ...apart(counts, widthOf).map(({ at, text, above }) =>
        label(text, at, above - 3, { 'text-anchor': 'middle', 'font-size': 10 }),
      ),
      element('path', { d: curve(bins) ?? '', fill: 'none', ...lineOf(style) }),
      ...bins.map(({ score, fakes }) => seriesMark(style, x(score), y(fakes))),
      ...(bins.length === 0
        ? []
        : [label(`Expected calibration error ${error}`, area.left + 8, area.top + 12, halo)]),
    ],
  );
}
