/** Right and wrong answers at the threshold. Rows: the label; columns: the answer; with the shares of each row. */
import type { ConfusionCounts } from '../lab.ts';
import { chart, color, element, label, plotArea, type ChartSize, type SvgNode } from './svg.ts';

interface ConfusionAtThreshold {
  confusion: ConfusionCounts;
  /** Scores at or above it are called fake. */
  threshold: number;
}

const margin = { top: 44, right: 12, bottom: 12, left: 84 };
/** Opacity of the fullest cell. Text stays readable on it, on dark and on white ground. */
const deepest = 0.3;

export function confusionChart({ confusion, threshold }: ConfusionAtThreshold, size: ChartSize): SvgNode {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
  const area = plotArea(size, margin);
  const width = (area.right - area.left) / 2;
  const height = (area.bottom - area.top) / 2;
  const rows = [
    { name: 'real', counts: [trueNegatives, falsePositives] },
    { name: 'fake', counts: [falseNegatives, truePositives] },
  ];
  const totalOf = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0);
  return chart(
    size,
    'Confusion matrix',
    `At threshold ${threshold.toFixed(2)}, of ${totalOf(rows[0]!.counts)} real videos ${falsePositives} are called ` +
      `fake, and of ${totalOf(rows[1]!.counts)} fake ones ${falseNegatives} are called real.`,
    [
      label(`called, at threshold ${threshold.toFixed(2)}`, area.left + width, 16, {
        'text-anchor': 'middle',
      }),
      ...['real', 'fake'].map((name, column) =>
        label(name, area.left + width * (column + 0.5), area.top - 8, {
          'text-anchor': 'middle',
          fill: color.ink,
        }),
      ),
      ...rows.flatMap(({ name, counts }, row) => {
        const total = totalOf(counts);
        const middle = area.top + height * (row + 0.5);
        return [
          label(name, area.left - 10, middle, { 'text-anchor': 'end', fill: color.ink }),
          label(`${total} in all`, area.left - 10, middle + 15, { 'text-anchor': 'end' }),
          ...counts.flatMap((count, column) => {
            const share = total === 0 ? 0 : count / total;
            const x = area.left + width * column;
            return [
              element('rect', {
                ...{ x: x + 1, y: area.top + height * row + 1, width: width - 2, height: height - 2 },
                ...{ fill: color.ink, 'fill-opacity': deepest * share, stroke: color.lineStrong },
              }),
              label(String(count), x + width / 2, middle + 2, {
                ...{ 'text-anchor': 'middle', 'font-size': 20, fill: color.ink },
              }),
              label(`${(100 * share).toFixed(1)} %`, x + width / 2, middle + 20, {
                'text-anchor': 'middle',
                fill: color.ink,
              }),
            ];
          }),
        ];
      }),
    ],
  );
}
