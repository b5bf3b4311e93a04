/** Lines of a table as CSV (RFC 4180) that a spreadsheet shows and never runs. */
import { linesWithVisibleControls } from './foreign-text.ts';

/**
 * What a spreadsheet takes for the beginning of a formula, behind what it leaves out at the start of a cell (OWASP, "CSV
 * injection"). Other people choose the names of evidence files.
 */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/**
 * The same inside a cell, behind what another spreadsheet separates cells by: quotes hold a cell together only where they
 * begin its line or follow the separator that is in use.
 */
const innerFormula = /([;\t\r\n][\s"]*)(?=[=+\-@＝＋－＠])/g;

/** Where a comma is the decimal sign, semicolons separate cells: what follows one would be a cell of its own. */
const separating = /[",;\t\r\n]/;

/** One line of the table, with its line end. Numbers stay numbers; null is an empty cell. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(field).join(',')}\r\n`;

function field(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const shown = linesWithVisibleControls(cell).replaceAll(innerFormula, "$1'");
  const text = formula.test(cell) ? `'${shown}` : shown;
  return separating.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
