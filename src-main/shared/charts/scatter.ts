/**
 * Figure 8: vectors in two dimensions, by t-SNE (van der Maaten and Hinton 2008) or UMAP. It shows which vectors are
 * near each other. The axes and the distances between far groups mean nothing, so there are no ticks.
 */
import { scaleLinear } from 'd3-scale';
import type { Label } from '../domain.ts';
import type { EmbeddedPoint } from '../model-card.ts';
import { chart, color, element, label, plotArea, type ChartSize, type SvgNode } from './svg.ts';
import { verdictMark } from './verdict-mark.ts';

const margin = { top: 28, right: 8, bottom: 8, left: 8 };
const markSize = 6;

/** Labels use the marks of the verdicts: disc for real, triangle for fake. */
const markOf: Record<Label, 'likely-real' | 'likely-fake'> = { real: 'likely-real', fake: 'likely-fake' };

/** A point with a known face gets `data-face-id`, so the window can show the face on a click. */
type ScatterPoint = EmbeddedPoint & { faceId?: number };

export function scatterChart(
  points: readonly ScatterPoint[],
  size: ChartSize,
  title = 't-SNE of the training vectors',
): SvgNode {
  const area = plotArea(size, margin);
  const [x, y] = equalScales(points, area);
  const count = (wanted: Label) => points.filter((point) => point.label === wanted).length;
  const real = `real (${count('real')})`;
  const fake = `fake (${count('fake')})`;
  const legendX = area.left + 6;
  return chart(size, title, `Disc: ${real}; triangle: ${fake}.`, [
    element('rect', {
      x: area.left,
      y: area.top,
      width: area.right - area.left,
      height: area.bottom - area.top,
      fill: 'none',
      stroke: color.line,
    }),
    ...points.map((point) =>
      element(
        'g',
        { opacity: 0.75, ...(point.faceId !== undefined && { 'data-face-id': String(point.faceId) }) },
        verdictMark(markOf[point.label], x(point.x), y(point.y), markSize),
      ),
    ),
    verdictMark('likely-real', legendX, 14, 9),
    label(real, legendX + 10, 18, { fill: color.ink }),
    verdictMark('likely-fake', legendX + 110, 14, 9),
    label(fake, legendX + 120, 18, { fill: color.ink }),
  ]);
}

/** The same scale in both directions. A stretched chart would suggest that one direction matters more. */
function equalScales(points: readonly ScatterPoint[], area: ReturnType<typeof plotArea>) {
  const extent = (values: number[]): [number, number] =>
    values.length === 0
      ? [0, 1]
      : [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const [left, right] = extent(points.map((point) => point.x));
  const [low, high] = extent(points.map((point) => point.y));
  const inner = 10;
  const width = area.right - area.left - 2 * inner;
  const height = area.bottom - area.top - 2 * inner;
  const unit = Math.max((right - left) / width, (high - low) / height) || 1;
  const around = (centre: number, pixels: number) => [
    centre - (unit * pixels) / 2,
    centre + (unit * pixels) / 2,
  ];
  return [
    scaleLinear(around((left + right) / 2, width), [area.left + inner, area.right - inner]),
    scaleLinear(around((low + high) / 2, height), [area.bottom - inner, area.top + inner]),
  ] as const;
}
