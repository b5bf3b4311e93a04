/** Rows as plain text in columns: numbers to the right, everything else to the left. */
import { printable } from './printable.ts';

/** @param rows the header first */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => printable(String(cell))));
  const columns = cells[0]?.map((_, column) => column) ?? [];
  const widths = columns.map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const isNumeric = columns.map((column) => rows.slice(1).every((row) => typeof row[column] === 'number'));
  return cells.map((row) =>
    row
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}
