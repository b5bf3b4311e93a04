import { Document, Packer, Table } from 'docx';
import { strFromU8, unzipSync } from 'fflate';
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

it('gives a table’s short cells one line each, and what is left to its long texts', async () => {
  const row = (...cells: MarkupNode[]) => tag('tr', ...cells.map((cell) => tag('td', cell)));
  const long = 'limit for likely fake 0.57 instead of 0.62; smallest mean face 73.8 px instead of 82 px';
  const rows = [row('Limit', long, '33', 'Likely fake'), row('Frames', long, '17 to 30', 'Likely fake')];
  const children = blocksOf([tag('table', ...rows)], draw);
  const packed = await Packer.toBuffer(new Document({ sections: [{ children }] }));
  const xml = strFromU8(unzipSync(packed)['word/document.xml']!);
  const [varied, what, faces, answer] = [...xml.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, w]) =>
    Number(w),
  );
  // 680 px at 15 twips hold some 110 letters.
  const letters = (twips: number | undefined) => (twips! / (680 * 15)) * 110;
  expect([letters(varied) > 7, letters(faces) > 8, letters(answer) > 11]).toEqual([true, true, true]);
  expect(letters(what)).toBeGreaterThan(65);
});
