/** Tables as window, command line, card and report show them: the columns are said once, for all of them. */
import type { Estimate } from './model-card.ts';
import { estimateText } from './wording.ts';

export interface TableColumn<Row> {
  head: string;
  /** A name is the head of its row; numbers stand under each other, right-aligned. */
  kind?: 'name' | 'number';
  /** Text, or a figure with its interval; null where there is none. */
  value: (row: Row, index: number) => string | Estimate | null;
  /** The figure in it, where the window says under the pointer what that means. */
  figure?: Figure | undefined;
}

/** What a column is about, whatever its head says in which language. */
export type Figure =
  | 'auc'
  | 'accuracy'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'eer'
  | 'recallAt1'
  | 'balancedAccuracy'
  | 'brier'
  | 'cllr'
  | 'pairedAccuracy'
  /** Whether whole videos or single faces are counted. */
  | 'level';

export const numberColumn = <Row>(
  head: string,
  value: TableColumn<Row>['value'],
  figure?: Figure,
): TableColumn<Row> => ({ head, kind: 'number', value, figure });

/** A table of text, to be shown in a terminal, in Markdown or in HTML. */
export interface Table {
  title: string;
  /** The first column names the rows. */
  columns: string[];
  rows: string[][];
  /** Stands below it. */
  note?: string;
}

export const tableOf = <Row>(
  title: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
): Table => ({
  title,
  columns: columns.map(({ head }) => head),
  rows: rows.map((row, index) => columns.map(({ value }) => cellText(value(row, index)))),
});

function cellText(value: string | Estimate | null): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : estimateText(value);
}
