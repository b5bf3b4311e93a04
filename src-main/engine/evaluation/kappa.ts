/**
 * How far two raters agree beyond chance: Cohen's kappa (Cohen 1960), also with linear weights (Cohen 1968), each with
 * the 95 % interval of its large-sample standard error (Fleiss, Cohen and Everitt 1969, equation 8).
 */
import type { Estimate } from '../../shared/model-card.ts';

/** The 97.5 % point of the normal distribution. */
const z95 = 1.959964;

/** How much an answer `distance` places off still counts, of `places` on the scale: 1 agrees, 0 does not. */
type Weighting = (distance: number, places: number) => number;

export const unweighted: Weighting = (distance) => (distance === 0 ? 1 : 0);

/** Falls evenly with the distance on an ordered scale. */
export const linear: Weighting = (distance, places) => 1 - distance / (places - 1);

/**
 * @param counts square table: how many subjects the first rater put in the row's category and the second in the column's
 * @returns kappa with its interval inside [−1, 1]; null where chance alone would agree fully, and without subjects
 */
export function cohensKappa(counts: readonly (readonly number[])[], weighting: Weighting): Estimate | null {
  const places = counts.length;
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const share = counts.map((row) => row.map((count) => count / total));
  const rows = share.map((row) => row.reduce((sum, value) => sum + value, 0));
  const columns = rows.map((_, column) => share.reduce((sum, row) => sum + row[column]!, 0));
  const weight = (row: number, column: number) => weighting(Math.abs(row - column), places);
  const over = (term: (row: number, column: number) => number): number => {
    let sum = 0;
    for (let row = 0; row < places; row += 1)
      for (let column = 0; column < places; column += 1) sum += term(row, column);
    return sum;
  };
  const observed = over((row, column) => weight(row, column) * share[row]![column]!);
  const expected = over((row, column) => weight(row, column) * rows[row]! * columns[column]!);
  if (expected > 1 - 1e-12) return null;
  const value = (observed - expected) / (1 - expected);
  /** Mean weight of a row and of a column under the other rater's shares. */
  const rowWeight = rows.map((_, row) =>
    columns.reduce((sum, part, column) => sum + part * weight(row, column), 0),
  );
  const columnWeight = rows.map((_, column) =>
    rows.reduce((sum, part, row) => sum + part * weight(row, column), 0),
  );
  const spread = over((row, column) => {
    const term = weight(row, column) - (rowWeight[row]! + columnWeight[column]!) * (1 - value);
    return share[row]![column]! * term ** 2;
  });
  const variance = (spread - (value - expected * (1 - value)) ** 2) / (total * (1 - expected) ** 2);
  const half = z95 * Math.sqrt(Math.max(0, variance));
  return { value, low: Math.max(-1, value - half), high: Math.min(1, value + half) };
}
