/** The figures that a classifier is judged by, with their names and their columns in tables. */
import type { JudgedRow } from './lab.ts';
import type { Estimate } from './model-card.ts';
import { numberColumn, type TableColumn } from './table.ts';

type Metric = { [K in keyof JudgedRow]: JudgedRow[K] extends Estimate ? K : never }[keyof JudgedRow];

/** In the order of Table II, then those that the paper lacks. */
export const metricNames: Record<Metric, string> = {
  auc: 'AUC',
  accuracy: 'Accuracy',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  eer: 'EER',
  recallAt1: 'TPR at 1 % FPR',
  balancedAccuracy: 'Balanced accuracy',
  brier: 'Brier',
  cllr: 'Cllr',
};

export const metrics = Object.keys(metricNames) as Metric[];

/** Those of a model's card. */
export const cardMetrics = ['auc', 'eer', 'accuracy', 'precision', 'recall', 'f1', 'brier'] as const;

export const metricColumns = <M extends Metric>(wanted: readonly M[]): TableColumn<Record<M, Estimate>>[] =>
  wanted.map((metric) => numberColumn(metricNames[metric], (row) => row[metric], metric));
