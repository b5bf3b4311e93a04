/** Tables I and II as CSV, with every figure in full, for other programs. */
import { csvLine } from '../../shared/csv.ts';
import type { ExperimentResult } from '../../shared/lab.ts';
import { metrics } from '../../shared/metrics.ts';

/** Table I. */
export const trialLines = ({ trials }: Pick<ExperimentResult, 'trials'>): string[] =>
  [
    [
      'learning_rate',
      'batch_size',
      'epochs',
      'validation_accuracy',
      'validation_loss',
      ...spread('accuracy'),
      ...spread('auc'),
    ],
    ...trials.map(
      ({ learningRate, batchSize, epochs, validationAccuracy, validationLoss, accuracy, auc }) => [
        ...[learningRate, batchSize, epochs, validationAccuracy, validationLoss],
        ...[accuracy, auc].flatMap(({ value, low, high }) => [value, low, high]),
      ],
    ),
  ].map(csvLine);

/** Table II; the column `split` says what leaks. */
export const metricLines = ({ rows }: Pick<ExperimentResult, 'rows'>): string[] =>
  [
    ['classifier', 'split', 'level', 'real', 'fake', 'threshold', ...metrics.flatMap(spread)],
    ...rows.map((row) => [
      ...[row.classifier, row.split, row.level, row.real, row.fake, row.threshold],
      ...metrics.flatMap((metric) => [row[metric].value, row[metric].low, row[metric].high]),
    ]),
  ].map(csvLine);

/** Names of the three columns of a figure with its interval. */
const spread = (name: string): string[] => {
  const column = name.replaceAll(/[A-Z]/g, '_$&').toLowerCase();
  return [column, `${column}_low`, `${column}_high`];
};
