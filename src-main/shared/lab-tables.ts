/**
 * Tables I to III of the paper from results of experiments: trials, error rates, and runs side by side. What leaks
 * identity never stands alone: its table or its columns follow those of the chosen split and say what they are.
 */
import { classifierName, leaksIdentity, splitsInOrder, splitWords } from './lab-wording.ts';
import type { ExperimentResult, JudgedRow, RunSummary } from './lab.ts';
import type { Estimate } from './model-card.ts';
import type { Table } from './table.ts';
import { estimateText } from './wording.ts';

export type ComparedRun = Pick<RunSummary, 'name' | 'dataset' | 'embedder'>;

type Metric = {
  [K in keyof JudgedRow]: JudgedRow[K] extends Estimate ? K : never;
}[keyof JudgedRow];

/** Figures of a row in the order of Table II, then those that the paper lacks. */
const metricNames: Record<Metric, string> = {
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

/** Table I. */
export function trialTable({ trials, videos }: Pick<ExperimentResult, 'trials' | 'videos'>): Table {
  return {
    title: `Table I: trials, held-out figures by video (${videos} videos), 95 % intervals`,
    columns: [
      'Learning rate',
      'Batch',
      'Epochs',
      'Validation accuracy',
      'Validation loss',
      'Accuracy',
      'AUC',
    ],
    rows: trials.map((trial) => [
      ...[trial.learningRate, trial.batchSize, trial.epochs].map(String),
      trial.validationAccuracy.toFixed(3),
      trial.validationLoss.toPrecision(3),
      estimateText(trial.accuracy),
      estimateText(trial.auc),
    ]),
  };
}

/** Table II: one table for each level and split, by video and the chosen split first. */
export function metricTables({ rows }: Pick<ExperimentResult, 'rows'>): Table[] {
  return judgedGroups(rows).map((group) => {
    const { level, split, real, fake } = group[0]!;
    return {
      title:
        `Table II: by ${level}, ${splitWords[split]}, ${real} real and ${fake} fake, 95 % intervals` +
        (leaksIdentity(split) ? '. Not a figure to quote: the same people are on both sides' : ''),
      columns: ['Classifier', ...metrics.map((metric) => metricNames[metric])],
      rows: group.map((row) => [
        classifierName(row.classifier),
        ...metrics.map((metric) => estimateText(row[metric])),
      ]),
    };
  });
}

/** Table III: runs side by side, by video, what the leaky split would have claimed in the last columns. */
export function compareRuns(
  runs: readonly { run: ComparedRun; result: Pick<ExperimentResult, 'rows'> }[],
): Table {
  return {
    title: 'Table III: experiments, by video, 95 % intervals',
    columns: [
      ...['Experiment', 'Data set', 'Embedder', 'Classifier', 'Real + fake', 'Split'],
      ...['AUC', 'Accuracy', 'Balanced accuracy', 'AUC, leaks people', 'Accuracy, leaks people'],
    ],
    rows: runs.flatMap(({ run, result }) => {
      const byVideo = result.rows.filter(({ level }) => level === 'video');
      return byVideo
        .filter(({ split }) => !leaksIdentity(split))
        .map((row) => {
          const leaky = byVideo.find(
            ({ classifier, split }) => classifier === row.classifier && leaksIdentity(split),
          );
          return [
            ...[run.name, run.dataset, run.embedder, classifierName(row.classifier)],
            ...[`${row.real} + ${row.fake}`, splitWords[row.split]],
            ...[row.auc, row.accuracy, row.balancedAccuracy].map((figure) => estimateText(figure)),
            ...[leaky?.auc, leaky?.accuracy].map((figure) => (figure ? estimateText(figure) : '–')),
          ];
        });
    }),
  };
}

/** Robustness: how the figures hold when clips are made worse. */
export function robustnessTable({ robustness }: Pick<ExperimentResult, 'robustness'>): Table {
  return {
    title: 'Robustness, by video, 95 % intervals',
    columns: ['Condition', 'Real + fake', 'AUC', 'Error'],
    rows: robustness.map(({ condition, real, fake, auc, error }) => [
      ...[condition, `${real} + ${fake}`, estimateText(auc), estimateText(error)],
    ]),
  };
}

/** Rows of one level and split together. */
function judgedGroups(rows: readonly JudgedRow[]): JudgedRow[][] {
  return (['video', 'face'] as const).flatMap((level) =>
    splitsInOrder
      .map((split) => rows.filter((row) => row.level === level && row.split === split))
      .filter((group) => group.length > 0),
  );
}
