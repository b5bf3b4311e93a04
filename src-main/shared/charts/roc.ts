/**
 * The receiver operating characteristic: share of fakes found against share of genuine videos called fake, over
 * all thresholds (Fawcett 2006). The legend carries the area under each curve with its 95 % interval.
 */
import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import type { RocSeries } from '../model-card.ts';
import { axes } from './axes.ts';
import { chart, color, element, label, line, halo, plotArea, type ChartSize } from './svg.ts';

const margin = { top: 10, right: 12, bottom: 40, left: 52 };

const names: Record<RocSeries['classifier'], string> = {
  combined: 'Combined',
  sgd: 'SGD',
  forest: 'Random Forest',
};

/** Line patterns, since colour alone is no legend. */
const dashes: Record<RocSeries['classifier'], string> = { combined: 'none', sgd: '6 3', forest: '2 3' };

/** Curves of a split that leaks identity stand back behind the honest ones and say what they are. */
const strokeOf = ({ split, classifier }: RocSeries) => ({
  stroke: classifier === 'combined' && split === 'by-identity' ? color.ink : color.inkSoft,
  opacity: split === 'by-frame' ? 0.55 : 1,
  'stroke-width': classifier === 'combined' ? 2 : 1.5,
  'stroke-dasharray': dashes[classifier],
});

const legendText = ({ classifier, split, auc }: RocSeries): string =>
  `${names[classifier]}${split === 'by-frame' ? ', split by frame (leaks identity)' : ''}: ` +
  `AUC ${auc.value.toFixed(2)} (${auc.low.toFixed(2)}–${auc.high.toFixed(2)})`;

export function rocChart(series: readonly RocSeries[], size: ChartSize): string {
  const area = plotArea(size, margin);
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  const curve = path<[number, number]>(
    ([falsePositives]) => x(falsePositives),
    ([, truePositives]) => y(truePositives),
  ).digits(2);
  const ticksOf = (scale: typeof x) =>
    scale.ticks(5).map((value) => ({ at: scale(value), text: String(value) }));
  const honestOnTop = [...series].sort(
    (a, b) => Number(b.split === 'by-frame') - Number(a.split === 'by-frame'),
  );
  return chart(
    size,
    'ROC curve',
    series.length === 0 ? 'No curve was measured.' : series.map(legendText).join('; '),
    [
      ...axes(
        area,
        { name: 'False-positive rate', ticks: ticksOf(x) },
        { name: 'True-positive rate', ticks: ticksOf(y) },
      ),
      line(x(0), y(0), x(1), y(1), { stroke: color.inkSoft, 'stroke-dasharray': '1 3' }),
      ...honestOnTop.map((each) =>
        element('path', { d: curve(each.points) ?? '', fill: 'none', ...strokeOf(each) }),
      ),
      ...series.flatMap((each, index) => {
        const top = area.bottom - 10 - (series.length - 1 - index) * 16;
        return [
          line(area.right - 28, top - 4, area.right - 6, top - 4, strokeOf(each)),
          label(legendText(each), area.right - 34, top, { 'text-anchor': 'end', ...halo }),
        ];
      }),
    ],
  );
}
