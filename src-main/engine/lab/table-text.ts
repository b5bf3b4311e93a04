/** A table as lines for a terminal, as Markdown and as CSV. */
import { csvLine } from '../reports/csv.ts';
import type { ExperimentResult } from '../../shared/lab.ts';
import { metrics, type Table } from './tables.ts';

/** Columns as wide as their texts; a table that is too wide for the terminal is turned on its side. */
export function textTable(table: Table, width = 120): string {
  const upright = aligned([table.columns, ...table.rows]);
  const fits = upright.every((line) => line.length <= width);
  const lines = fits || table.rows.length === 0 ? upright : aligned(turned([table.columns, ...table.rows]));
  return [table.title, ...lines].join('\n');
}

export function markdownTable({ title, columns, rows }: Table): string {
  const line = (cells: string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = `|${columns.map((_, index) => (index === 0 ? ' --- ' : ' ---: ')).join('|')}|`;
  return [`**${escapeMarkdown(title)}**`, '', line(columns), rule, ...rows.map(line)].join('\n');
}

/** Table I with every figure in full, for other programs. */
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

/** Table II with every figure in full; the column `split` says what leaks. */
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

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

const turned = (rows: readonly (readonly string[])[]): string[][] =>
  rows[0]!.map((_, column) => rows.map((row) => row[column]!));

const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|]/g, '\\$&').replaceAll(/\s+/g, ' ');
