/**
 * Figure 7: loss or accuracy of training over its epochs. The scale starts at zero, so a flat end looks flat. Training
 * lines are solid, validation lines dashed. Each stage, such as a fold, has its colour.
 */
import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import type { EpochFigures } from '../lab.ts';
import { stageText } from '../lab-wording.ts';
import { axes } from './axes.ts';
import { lineOf, seriesStyle } from './series.ts';
import { chart, color, element, label, line, plotArea, type ChartSize, type SvgNode } from './svg.ts';

interface EpochLine {
  stage: string;
  /** Whether the figure was measured on training or on validation data. */
  part: 'training' | 'validation';
  points: readonly { epoch: number; value: number }[];
}

export interface EpochSeries {
  name: string;
  lines: readonly EpochLine[];
  /** Smallest end of the scale; 1 for shares. */
  atLeast?: number;
}

const margin = { top: 10, right: 12, bottom: 40, left: 58 };
const rowHeight = 15;
const characterWidth = 6.1;

export function epochsChart({ name, lines, atLeast = 0 }: EpochSeries, size: ChartSize): SvgNode {
  const stages = [...new Set(lines.map(({ stage }) => stage))];
  const hasBoth = new Set(lines.map(({ part }) => part)).size > 1;
  const entries = [
    ...(stages.length > 1 ? stages.map((stage, index) => ({ text: stage, style: seriesStyle(index) })) : []),
    ...(hasBoth
      ? (['training', 'validation'] as const).map((part) => ({
          text: part,
          style: {
            ...seriesStyle(0, part === 'validation'),
            ...(stages.length > 1 && { stroke: color.inkSoft }),
          },
        }))
      : []),
  ];
  const entryWidth = 38 + characterWidth * entries.reduce((most, { text }) => Math.max(most, text.length), 0);
  const columns = Math.max(1, Math.floor((size.width - margin.left) / entryWidth));
  const legendHeight = Math.ceil(entries.length / columns) * rowHeight;
  const area = plotArea({ ...size, height: size.height - legendHeight }, margin);
  const points = lines.flatMap((each) => each.points);
  const last = points.reduce((latest, { epoch }) => Math.max(latest, epoch), 0);
  const highest = points.reduce((most, { value }) => Math.max(most, value), atLeast) || 1;
  const x = scaleLinear([0, last || 1], [area.left, area.right]);
  const y = scaleLinear([0, highest], [area.bottom, area.top]).nice(4);
  const curve = path<EpochLine['points'][number]>(
    (point) => x(point.epoch),
    (point) => y(point.value),
  ).digits(2);
  const ticksOf = (scale: typeof x, count: number) =>
    scale.ticks(count).map((value) => ({ at: scale(value), text: String(value) }));
  const epochTicks = ticksOf(x, 6).filter(({ text }) => Number.isInteger(Number(text)));
  return chart(size, `${name} by epoch`, summary(lines), [
    ...axes(area, { name: 'Epoch', ticks: epochTicks }, { name, ticks: ticksOf(y, 4) }),
    ...lines.flatMap((each) => {
      const style = seriesStyle(stages.indexOf(each.stage), each.part === 'validation');
      const only = each.points.length === 1 ? each.points[0] : undefined;
      return [
        element('path', { d: curve(each.points) ?? '', fill: 'none', ...lineOf(style) }),
        // One epoch alone makes no line, so it gets a mark.
        ...(only
          ? [element('circle', { cx: x(only.epoch), cy: y(only.value), r: 2, fill: style.stroke })]
          : []),
      ];
    }),
    ...entries.flatMap(({ text, style }, index) => {
      const left = area.left + (index % columns) * entryWidth;
      const top = area.bottom + margin.bottom + 9 + Math.floor(index / columns) * rowHeight;
      return [
        line(left, top - 4, left + 22, top - 4, lineOf(style)),
        label(text, left + 28, top, { fill: color.ink }),
      ];
    }),
  ]);
}

/** The lines of loss or accuracy of all stages of a run. */
export function epochLines(epochs: readonly EpochFigures[], figure: 'loss' | 'accuracy'): EpochLine[] {
  const validationOf = (each: EpochFigures) =>
    figure === 'loss' ? each.validationLoss : each.validationAccuracy;
  return [...new Set(epochs.map(({ stage }) => stage))].flatMap((stage): EpochLine[] => {
    const own = epochs.filter((each) => each.stage === stage);
    const training = own.map((each) => ({ epoch: each.epoch, value: each[figure] }));
    const validation = own.flatMap((each) => {
      const value = validationOf(each);
      return value === null ? [] : [{ epoch: each.epoch, value }];
    });
    return [
      { stage: stageText(stage), part: 'training', points: training },
      ...(validation.length === 0
        ? []
        : [{ stage: stageText(stage), part: 'validation' as const, points: validation }]),
    ];
  });
}

function summary(lines: readonly EpochLine[]): string {
  const ends = lines.flatMap(({ stage, part, points }) => {
    const last = points.at(-1);
    const where = lines.length === 1 ? '' : `${stage}, ${part}: `;
    return last ? [`${where}${last.value.toPrecision(3)} after ${last.epoch} epochs`] : [];
  });
  return ends.length === 0 ? 'The training was not recorded.' : `${ends.join('; ')}.`;
}
