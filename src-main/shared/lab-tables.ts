/**
 * Tables I to III of the paper from results of experiments: trials, error rates, and runs side by side. What leaks
 * identity never stands alone: its table or its columns follow those of the chosen split and say what they are.
 */
import { classifierName, leaksIdentity, splitsInOrder, splitWords } from './lab-wording.ts';
import type { ExperimentResult, JudgedRow, RobustnessRow, RunSummary, TrialRow } from './lab.ts';
import { metricColumns, metrics } from './metrics.ts';
import { numberColumn, tableOf, type Table, type TableColumn } from './table.ts';
import { estimateText } from './wording.ts';

export type ComparedRun = Pick<RunSummary, 'name' | 'dataset' | 'embedder'>;

export const trialColumns: readonly TableColumn<TrialRow>[] = [
  numberColumn('Learning rate', ({ learningRate }) => String(learningRate)),
  numberColumn('Batch size', ({ batchSize }) => String(batchSize)),
  numberColumn('Epochs', ({ epochs }) => String(epochs)),
  numberColumn('Validation accuracy', ({ validationAccuracy }) => validationAccuracy.toFixed(3)),
  numberColumn('Validation loss', ({ validationLoss }) => validationLoss.toPrecision(3)),
  numberColumn('Accuracy, held out', ({ accuracy }) => accuracy),
  numberColumn('AUC, held out', ({ auc }) => auc),
];

export const robustnessColumns: readonly TableColumn<RobustnessRow>[] = [
  { head: 'Condition', kind: 'name', value: ({ condition }) => condition },
  numberColumn('Real + fake', ({ real, fake }) => `${real} + ${fake}`),
  numberColumn('AUC', ({ auc }) => auc, 'auc'),
  numberColumn('Error', ({ error }) => error),
];

/** Table I. */
export const trialTable = ({ trials, videos }: Pick<ExperimentResult, 'trials' | 'videos'>): Table =>
  tableOf(`Table I: trials, figures by video (${videos} videos), 95 % intervals`, trialColumns, trials);

/** Table II: one table for each level and split, by video and the chosen split first. */
export function metricTables({ rows }: Pick<ExperimentResult, 'rows'>): Table[] {
  const columns: TableColumn<JudgedRow>[] = [
    { head: 'Classifier', kind: 'name', value: ({ classifier }) => classifierName(classifier) },
    ...metricColumns(metrics),
  ];
  return judgedGroups(rows).map((group) => {
    const { level, split, real, fake } = group[0]!;
    const title =
      `Table II: by ${level}, ${splitWords[split]}, ${real} real and ${fake} fake, 95 % intervals` +
      (leaksIdentity(split) ? '. Not a figure to quote: the same people are on both sides' : '');
    return tableOf(title, columns, group);
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
export const robustnessTable = ({ robustness }: Pick<ExperimentResult, 'robustness'>): Table =>
  tableOf('Robustness, by video, 95 % intervals', robustnessColumns, robustness);

/** Rows of one level and split together. */
function judgedGroups(rows: readonly JudgedRow[]): JudgedRow[][] {
  return (['video', 'face'] as const).flatMap((level) =>
    splitsInOrder
      .map((split) => rows.filter((row) => row.level === level && row.split === split))
      .filter((group) => group.length > 0),
  );
}
