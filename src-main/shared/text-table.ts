/** A table as lines for a terminal and as Markdown. */
import { leastAndMost } from './least-and-most.ts';
import type { Table } from './table.ts';

/** Columns as wide as their texts. If the table is too wide for the terminal, rows and columns are swapped. */
export function textTable(table: Table, width = 120): string {
  const upright = aligned([table.columns, ...table.rows]);
  const fits = upright.every((line) => line.length <= width);
  const lines = fits || table.rows.length === 0 ? upright : aligned(turned([table.columns, ...table.rows]));
  return [table.title, ...lines, ...(table.note === undefined ? [] : [table.note])].join('\n');
}

export function markdownTable({ title, columns, rows, note }: Table): string {
  const line = (cells: string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = `|${columns.map((_, index) => (index === 0 ? ' --- ' : ' ---: ')).join('|')}|`;
  const below = note === undefined ? [] : ['', escapeMarkdown(note)];
  return [`**${escapeMarkdown(title)}**`, '', line(columns), rule, ...rows.map(line), ...below].join('\n');
}

/** Cells below each other, numbers to the right. @param rows the header first */
export function aligned(rows: readonly (readonly (string | number)[])[]): string[] {
  const columns = rows[0]!.map((_, column) => ({
    width: leastAndMost(rows.map((row) => String(row[column]).length))[1],
    isNumeric: rows.slice(1).every((row) => typeof row[column] === 'number'),
  }));
  return rows.map((row) =>
    columns
      .map(({ width, isNumeric }, column) =>
        isNumeric ? String(row[column]).padStart(width) : String(row[column]).padEnd(width),
      )
      .join('  ')
      .trimEnd(),
  );
}

const turned = (rows: readonly (readonly string[])[]): string[][] =>
  rows[0]!.map((_, column) => rows.map((row) => row[column]!));

const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|]/g, '\\$&').replaceAll(/\s+/g, ' ');
