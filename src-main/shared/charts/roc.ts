/**
 * Figure 9, the receiver operating characteristic: share of fakes found against share of real videos called fake, over
 * all thresholds (Fawcett 2006). The band is the 95 % interval of the share found. The legend shows the areas.
 */
import { scaleLinear } from 'd3-scale';
import { estimateText } from '../wording.ts';
import type { SplitKind } from '../lab.ts';
import type { Estimate } from '../model-card.ts';
import { axes } from './axes.ts';
import { curveFigure, describeCurves, shareTicks } from './curve-figure.ts';
import { chart, color, line, type ChartSize, type SvgNode } from './svg.ts';

export interface RocCurve {
  classifier: string;
  split: SplitKind;
  /** [false-positive rate, true-positive rate], from (0, 0) to (1, 1). */
  points: readonly (readonly [number, number])[];
  /** 95 % band of the true-positive rate. */
  band?: readonly { x: number; low: number; high: number }[];
  auc: Estimate;
}

export function rocChart(curves: readonly RocCurve[], size: ChartSize): SvgNode {
  const named = curves.map(({ classifier, split, auc }) => ({
    classifier,
    split,
    figure: estimateText(auc),
  }));
  const { area, legend, draw } = curveFigure(named, 'AUC (95 %)', size);
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  return chart(size, 'ROC curve', describeCurves(named, 'AUC'), [
    ...axes(
      area,
      { name: 'False-positive rate', ticks: shareTicks(x, area.right - area.left) },
      { name: 'True-positive rate', ticks: shareTicks(y, area.bottom - area.top) },
    ),
    line(x(0), y(0), x(1), y(1), { stroke: color.inkSoft, 'stroke-dasharray': '1 3' }),
    ...draw((index) => {
      const { points, band = [] } = curves[index]!;
      return {
        points: points.map(
          ([falsePositives, truePositives]) => [x(falsePositives), y(truePositives)] as const,
        ),
        band: [
          ...band.map((point) => [x(point.x), y(point.high)] as const),
          ...band.map((point) => [x(point.x), y(point.low)] as const).reverse(),
        ],
      };
    }),
    ...legend,
  ]);
}
