/**
 * Detection error trade-off (Martin et al. 1997): share of missed fakes against share of real videos called fake. Both
 * axes are normal deviates, so normally distributed scores give a straight line. The legend shows equal error rates.
 */
import { scaleLinear } from 'd3-scale';
import { estimateText } from '../wording.ts';
import type { Estimate } from '../model-card.ts';
import { axes } from './axes.ts';
import { curveFigure, describeCurves } from './curve-figure.ts';
import type { RocCurve } from './roc.ts';
import { chart, color, line, type ChartSize, type SvgNode } from './svg.ts';

export type DetCurve = Pick<RocCurve, 'classifier' | 'split' | 'points'> & { eer: Estimate };

/** Rates beyond these are drawn on the frame: some hundred videos cannot measure them. */
const LOWEST = 0.005;
const HIGHEST = 1 - LOWEST;

const tickRates = [0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99];

export function detChart(curves: readonly DetCurve[], size: ChartSize): SvgNode {
  const named = curves.map(({ classifier, split, eer }) => ({
    classifier,
    split,
    figure: estimateText(eer),
  }));
  const { area, legend, draw } = curveFigure(named, 'EER (95 %)', size);
  const deviates = [LOWEST, HIGHEST].map(normalDeviate);
  const acrossX = scaleLinear(deviates, [area.left, area.right]);
  const acrossY = scaleLinear(deviates, [area.bottom, area.top]);
  const held = (rate: number) => normalDeviate(Math.min(HIGHEST, Math.max(LOWEST, rate)));
  const x = (rate: number) => acrossX(held(rate));
  const y = (rate: number) => acrossY(held(rate));
  const ticksOf = (scale: typeof x, lengthPx: number) =>
    tickRates
      .filter((_, index) => lengthPx >= 160 || index % 3 === 0)
      .map((rate) => ({ at: scale(rate), text: `${Math.round(rate * 100)} %` }));
  return chart(size, 'Detection error trade-off', describeCurves(named, 'EER'), [
    ...axes(
      area,
      { name: 'False-positive rate', ticks: ticksOf(x, area.right - area.left) },
      { name: 'False-negative rate', ticks: ticksOf(y, area.bottom - area.top) },
    ),
    // Where both rates are equal.
    line(x(0), y(0), x(1), y(1), { stroke: color.inkSoft, 'stroke-dasharray': '1 3' }),
    ...draw((index) => ({
      points: curves[index]!.points.map(([falsePositives, truePositives]) => [
        x(falsePositives),
        y(1 - truePositives),
      ]),
      band: [],
    })),
    ...legend,
  ]);
}

/** Inverse of the normal distribution, to 4.5e-4 (Abramowitz and Stegun 1964, formula 26.2.23): finer than a pixel. */
export function normalDeviate(probability: number): number {
  if (probability > 0.5) return -normalDeviate(1 - probability);
  const t = Math.sqrt(-2 * Math.log(probability));
  const over = 2.515517 + t * (0.802853 + t * 0.010328);
  const under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return over / under - t;
}
