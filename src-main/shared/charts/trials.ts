/** The trial table (Table I) as a chart: held-out accuracy for each learning rate, batch size and number of epochs. */
import type { TrialRow } from '../lab.ts';
import { intervalChart } from './intervals.ts';
import type { ChartSize, SvgNode } from './svg.ts';

export const trialsChart = (trials: readonly TrialRow[], size: ChartSize): SvgNode =>
  intervalChart(
    {
      ...{ title: 'Trials', figure: 'Accuracy', chance: null },
      rows: trials.map(({ learningRate, batchSize, epochs, accuracy }) => ({
        name: `rate ${learningRate}`,
        counts: `batch ${batchSize}, ${epochs} epochs`,
        group: `${batchSize}, ${epochs}`,
        estimate: accuracy,
      })),
    },
    size,
  );
