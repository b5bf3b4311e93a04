import { Table } from 'docx';
import { expect, it } from 'vitest';
import { blocksOf } from '../../../../src-main/engine/reports/docx-blocks.ts';
import type { MarkupNode, Tag } from '../../../../src-main/engine/reports/markup-tree.ts';

const tag = (name: string, ...children: MarkupNode[]): Tag => ({ name, attributes: {}, children });
const draw = () => new Uint8Array();

it('tables and lists of any length are laid out', () => {
  // More words and items than a call takes arguments.
  const words = 'a cell that is very long '.repeat(2000);
  const rows = Array.from({ length: 20 }, () => tag('tr', tag('td', words), tag('td', '1')));
  expect(blocksOf([tag('table', ...rows)], draw)[0]).toBeInstanceOf(Table);
  const items = Array.from({ length: 130_000 }, (_, at) => tag('li', at % 10_000 === 0 ? 'item' : ''));
  expect(blocksOf([{ ...tag('ul'), children: items }], draw)).toHaveLength(13);
});
