/** The quantiser (QP) of a video in each of its seconds, on the scale of 8-bit H.264 and HEVC: 0 the finest, 51 the coarsest. */
import { scaleLinear } from 'd3-scale';
import { axes } from './axes.ts';
import type { ChartTable } from './chart-tables.ts';
import { chart, color, element, label, px, type ChartSize, type SvgNode } from './svg.ts';
import { timeArea, timeScale, timeTicks } from './time-axis.ts';

const COARSEST = 51;
const marks = [0, 17, 34, COARSEST];

/** @param perSecond the mean of each second; null for one in which no picture begins */
export function quantiserChart(perSecond: readonly (number | null)[], size: ChartSize): SvgNode {
  const area = timeArea(size, 20, 26);
  const range = { fromMs: 0, toMs: perSecond.length * 1000 };
  const { xOf } = timeScale(range, size.width);
  // More bits a sample allow values below 0.
  const y = scaleLinear([0, COARSEST], [area.bottom, area.top]).clamp(true);
  const path = perSecond.map((qp, second) => {
    if (qp === null) return '';
    const isStart = second === 0 || perSecond[second - 1] === null;
    return `${isStart ? 'M' : 'L'}${px(xOf(second * 1000))},${px(y(qp))}H${px(xOf((second + 1) * 1000))}`;
  });
  return chart(size, 'Quantiser over time', 'Mean QP of the pictures of each second.', [
    label('Quantiser (QP), mean of each second; higher is coarser', area.left, area.top - 8),
    ...axes(
      area,
      { ticks: timeTicks(range, size.width) },
      { ticks: marks.map((value) => ({ at: y(value), text: String(value) })) },
    ),
    element('path', { d: path.join(''), fill: 'none', stroke: color.ink, 'stroke-width': 1.5 }),
  ]);
}

export const quantiserTable = (perSecond: readonly (number | null)[]): ChartTable => ({
  columns: ['Second', 'Mean QP'],
  rows: perSecond.map((qp, second) => [second, qp]),
});
