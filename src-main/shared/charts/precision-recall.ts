/**
 * Precision against recall: the share of fakes among videos called fake, against the share of fakes found. The area
 * under the steps is the average precision in the legend. The dotted line is the result of calling every video fake.
 */
import { scaleLinear } from 'd3-scale';
import { averagePrecision } from '../curve-summaries.ts';
import type { JudgedCurves } from '../lab.ts';
import { axes } from './axes.ts';
import { curveFigure, describeCurves, shareTicks } from './curve-figure.ts';
import { chart, color, line, type ChartSize, type SvgNode } from './svg.ts';

type Curves = Pick<JudgedCurves, 'classifier' | 'split' | 'precisionRecall' | 'confusion'>;

export function precisionRecallChart(curves: readonly Curves[], size: ChartSize): SvgNode {
  const named = curves.map(({ classifier, split, precisionRecall }) => ({
    ...{ classifier, split, figure: averagePrecision(precisionRecall).toFixed(2) },
  }));
  const { area, legend, draw } = curveFigure(named, 'Average precision', size);
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  const shares = new Set(curves.map(({ confusion }) => shareOfFakes(confusion)));
  return chart(size, 'Precision and recall', describeCurves(named, 'average precision'), [
    ...axes(
      area,
      { name: 'Recall', ticks: shareTicks(x, area.right - area.left) },
      { name: 'Precision', ticks: shareTicks(y, area.bottom - area.top) },
    ),
    ...[...shares].map((share) =>
      line(x(0), y(share), x(1), y(share), { stroke: color.inkSoft, 'stroke-dasharray': '1 3' }),
    ),
    ...draw((index) => {
      const points = curves[index]!.precisionRecall;
      const steps = points.flatMap(({ x: recall, y: precision }, place) => [
        [x(points[place - 1]?.x ?? 0), y(precision)] as const,
        [x(recall), y(precision)] as const,
      ]);
      return { points: steps, band: [] };
    }),
    ...legend,
  ]);
}

function shareOfFakes(confusion: JudgedCurves['confusion']): number {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
  const fakes = truePositives + falseNegatives;
  return fakes / (fakes + trueNegatives + falsePositives || 1);
}
