/** One figure over the epochs of a training, from zero up, so that a flat end looks flat. */
import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import { axes } from '../../src-main/shared/charts/axes.ts';
import { chart, color, element, plotArea, type ChartSize } from '../../src-main/shared/charts/svg.ts';

export interface EpochSeries {
  name: string;
  points: readonly { epoch: number; value: number }[];
}

const margin = { top: 10, right: 12, bottom: 40, left: 58 };

export function trainingChart({ name, points }: EpochSeries, size: ChartSize): string {
  const area = plotArea(size, margin);
  const last = points.at(-1);
  const highest = points.reduce((most, { value }) => Math.max(most, value), 0) || 1;
  const x = scaleLinear([0, last?.epoch ?? 1], [area.left, area.right]);
  const y = scaleLinear([0, highest], [area.bottom, area.top]).nice(4);
  const curve = path<EpochSeries['points'][number]>(
    (point) => x(point.epoch),
    (point) => y(point.value),
  ).digits(2);
  const ticksOf = (scale: typeof x, count: number) =>
    scale.ticks(count).map((value) => ({ at: scale(value), text: String(value) }));
  const summary = last
    ? `${last.value.toPrecision(3)} after ${last.epoch} epochs.`
    : 'The card tells nothing of the training.';
  return chart(size, `${name} by epoch`, summary, [
    ...axes(area, { name: 'Epoch', ticks: ticksOf(x, 6) }, { name, ticks: ticksOf(y, 4) }),
    element('path', { d: curve(points) ?? '', fill: 'none', stroke: color.ink, 'stroke-width': 1.5 }),
  ]);
}
