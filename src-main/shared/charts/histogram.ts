/** Distribution of the scores: fake videos upwards, real videos downwards from one line. */
import { scaleLinear } from 'd3-scale';
import type { JudgedCurves } from '../lab.ts';
import { axes } from './axes.ts';
import { shareTicks } from './curve-figure.ts';
import {
  chart,
  color,
  element,
  halo,
  label,
  line,
  outcomeColor,
  plotArea,
  type ChartSize,
  type SvgNode,
} from './svg.ts';

interface ScoreHistogram {
  histogram: JudgedCurves['histogram'];
  /** Scores at or above it are called fake. */
  threshold: number;
}

const margin = { top: 10, right: 16, bottom: 40, left: 52 };

export function histogramChart({ histogram, threshold }: ScoreHistogram, size: ChartSize): SvgNode {
  const { real, fake } = histogram;
  const area = plotArea(size, margin);
  const most = [...real, ...fake].reduce((highest, count) => Math.max(highest, count), 1);
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const y = scaleLinear([-most, most], [area.bottom, area.top]).nice(4);
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  const [fakes, reals] = [`fake (${sum(fake)})`, `real (${sum(real)})`];
  const ticks = y.ticks(size.height < 240 ? 2 : 5).filter(Number.isInteger);
  const bars = (counts: number[], sign: 1 | -1, fill: string) =>
    counts.flatMap((count, bin) => {
      if (count === 0) return [];
      const left = x(bin / counts.length) + 1;
      const height = Math.abs(y(count) - y(0));
      return [
        element('rect', {
          ...{ x: left, y: sign > 0 ? y(0) - height : y(0) },
          ...{ width: Math.max(1, x((bin + 1) / counts.length) - 1 - left), height, fill },
        }),
      ];
    });
  return chart(
    size,
    'Scores of real and fake videos',
    `Upwards: ${fakes}; downwards: ${reals}; threshold ${threshold.toFixed(2)}.`,
    [
      ...axes(
        area,
        { name: 'Score', ticks: shareTicks(x, area.right - area.left) },
        { name: 'Videos', ticks: ticks.map((count) => ({ at: y(count), text: String(Math.abs(count)) })) },
      ),
      ...bars(fake, 1, outcomeColor['likely-fake']),
      ...bars(real, -1, outcomeColor['likely-real']),
      line(area.left, y(0), area.right, y(0), { stroke: color.lineStrong }),
      line(x(threshold), area.top, x(threshold), area.bottom, {
        stroke: color.inkSoft,
        'stroke-dasharray': '5 3',
      }),
      label(`▲ ${fakes}`, area.left + 8, area.top + 14, halo),
      label(`▼ ${reals}`, area.left + 8, area.bottom - 8, halo),
    ],
  );
}
