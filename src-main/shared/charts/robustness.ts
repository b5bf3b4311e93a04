/** AUC of a model after each degradation, and by the size of the faces. */
import type { RobustnessRow } from '../lab.ts';
import { intervalChart } from './intervals.ts';
import type { ChartSize, SvgNode } from './svg.ts';

export const robustnessChart = (rows: readonly RobustnessRow[], size: ChartSize): SvgNode =>
  intervalChart(
    {
      ...{ title: 'Robustness', figure: 'AUC', chance: 0.5 },
      rows: rows.map(({ condition, by, real, fake, auc }) => ({
        ...{ name: condition, counts: `${real} + ${fake}`, group: by, estimate: auc },
      })),
    },
    size,
  );
