/** Rows of Table II in reading order: whole videos first; below each row of the chosen split, the leaky one. */
import { leaksIdentity } from '../../src-main/shared/lab-wording.ts';
import type { JudgedRow } from '../../src-main/shared/lab.ts';

export function pairedRows(rows: readonly JudgedRow[]): JudgedRow[] {
  const order = [...new Set(rows.map((row) => row.classifier))];
  const rank = (row: JudgedRow) =>
    (row.level === 'video' ? 0 : 2 * order.length) +
    2 * order.indexOf(row.classifier) +
    (leaksIdentity(row.split) ? 1 : 0);
  return rows.toSorted((a, b) => rank(a) - rank(b));
}

/** The row that a run is quoted by: its first classifier on whole videos. */
export const quotedRow = (rows: readonly JudgedRow[], leaky: boolean): JudgedRow | null =>
  rows.find((row) => row.level === 'video' && leaksIdentity(row.split) === leaky) ?? null;
