/**
 * Risk and coverage (Geifman and El-Yaniv 2017): the error on the held-out videos where the model is most confident,
 * against their share. Dotted lines: the coverage for which its limits were set, and the error at full coverage.
 */
import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import { coverageText, riskText } from '../abstention-wording.ts';
import type { Abstention } from '../model-card.ts';
import { estimateText } from '../wording.ts';
import { axes } from './axes.ts';
import { shareTicks } from './curve-figure.ts';
import { lineOf, seriesMark, seriesStyle } from './series.ts';
import { chart, color, element, halo, label, line, plotArea, type ChartSize, type SvgNode } from './svg.ts';

const margin = { top: 10, right: 16, bottom: 40, left: 52 };

export function riskCoverageChart(
  { curve, aurc, full, covered }: Pick<Abstention, 'curve' | 'aurc' | 'full' | 'covered'>,
  size: ChartSize,
): SvgNode {
  const area = plotArea(size, margin);
  const highest = Math.max(0.5, ...curve.map(([, error]) => error), full.error.high);
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const y = scaleLinear([0, highest], [area.bottom, area.top]);
  const style = seriesStyle(0);
  const d = path<[number, number]>(
    ([coverage]) => x(coverage),
    ([, error]) => y(error),
  ).digits(2)([...curve]);
  const dotted = { stroke: color.inkSoft, 'stroke-dasharray': '1 3' };
  return chart(
    size,
    'Risk and coverage',
    [full, covered].map((risk) => `At ${coverageText(risk)} error ${riskText(risk)}`).join('. ') +
      `. AURC ${estimateText(aurc)}.`,
    [
      ...axes(
        area,
        { name: 'Coverage, most confident first', ticks: shareTicks(x, area.right - area.left) },
        { name: 'Error', ticks: shareTicks(y, area.bottom - area.top) },
      ),
      line(x(0), y(full.error.value), x(1), y(full.error.value), dotted),
      line(x(covered.coverage), area.top, x(covered.coverage), area.bottom, dotted),
      element('path', { d: d ?? '', fill: 'none', ...lineOf(style) }),
      ...[full, covered].flatMap(({ coverage, error }) => [
        line(x(coverage), y(error.low), x(coverage), y(error.high), {
          stroke: style.stroke,
          'stroke-width': 2,
        }),
        seriesMark(style, x(coverage), y(error.value)),
      ]),
      label(`AURC ${estimateText(aurc)}`, area.right - 8, area.top + 12, { ...halo, 'text-anchor': 'end' }),
    ],
  );
}
