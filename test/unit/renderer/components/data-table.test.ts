// @vitest-environment happy-dom
import { createRawSnippet, type Component } from 'svelte';
import { expect, it } from 'vitest';
import type { HTMLAttributes } from 'svelte/elements';
import DataTable, { type Column } from '../../../../src-renderer/components/DataTable.svelte';
import { shown, texts } from '../support/shown.ts';

interface Row {
  method: string;
  fakes: number;
  auc: { value: number; low: number; high: number } | null;
}

interface Props {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  attributes?: (row: Row) => HTMLAttributes<HTMLTableRowElement>;
}

const rows: Row[] = [
  { method: 'face swap', fakes: 12, auc: { value: 0.8, low: 0.7, high: 0.9 } },
  { method: 'face swap', fakes: 3, auc: null },
];

const columns: Column<Row>[] = [
  { head: 'Method', kind: 'name', value: ({ method }) => method },
  { head: 'Fakes', kind: 'number', value: ({ fakes }) => String(fakes) },
  { head: 'AUC', kind: 'number', value: ({ auc }) => auc },
];

const table = (given: Partial<Props> = {}) =>
  shown(DataTable as Component<Props>, {
    caption: 'By method',
    rows,
    columns,
    ...given,
  });

it('tells a screen reader what the table is, and what each row and column is about', () => {
  const shownTable = table();
  expect(texts(shownTable, 'caption')).toEqual(['By method']);
  expect(texts(shownTable, 'th[scope=col]')).toEqual(['Method', 'Fakes', 'AUC']);
  expect(texts(shownTable, 'th[scope=row]')).toEqual(['face swap', 'face swap']);
});

it('gives a figure with its interval, and a dash where there is none', () => {
  expect(texts(table(), 'td')).toEqual(['12', '0.80 (0.70–0.90)', '3', '–']);
});

it('aligns numbers by their class, heads and cells alike', () => {
  expect(texts(table(), 'thead .number')).toEqual(['Fakes', 'AUC']);
  expect(table().querySelectorAll('tbody .number')).toHaveLength(4);
});

it('marks rows, and draws cells that are more than text', () => {
  const cell = createRawSnippet<[Row]>((row) => ({ render: () => `<b>${row().fakes}</b>` }));
  const shownTable = table({
    columns: [{ head: 'Fakes', cell }],
    attributes: ({ fakes }) => ({ class: { main: fakes > 10 }, 'data-fakes': fakes }),
  });
  expect(texts(shownTable, 'tr.main[data-fakes="12"] b')).toEqual(['12']);
  expect(shownTable.querySelectorAll('tr.main')).toHaveLength(1);
});

it('says what a figure means by the figure, whatever the head says in the language of the window', () => {
  const withFigure: Column<Row>[] = [
    { head: 'Fläche', figure: 'auc', value: ({ auc }) => auc },
    { head: 'AUC', value: ({ method }) => method },
  ];
  const heads = [...table({ columns: withFigure }).querySelectorAll('thead th')];
  expect(heads.map((head) => head.getAttribute('title'))).toEqual([
    'How often a fake has a higher score than a real one: 1 always, 0.5 as by chance',
    null,
  ]);
});
