/** The markup of a report as the paragraphs and tables of a Word file. */
import {
  BorderStyle,
  HeadingLevel,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
  type IParagraphOptions,
} from 'docx';
import { FACE_PX, inlineOf, LINE_PX, lookOf, marked, type DrawPicture, type Look } from './docx-inline.ts';
import { hasClass, type MarkupNode, type Tag } from './markup-tree.ts';

export type Block = Paragraph | Table;

interface Place {
  look: Look;
  draw: DrawPicture;
  /** In a box, with the colour of its left edge. */
  edge?: string;
  isItem?: boolean;
  /** Of a row of a table, which does not break; its cells are narrow. */
  isCell?: boolean;
  isHead?: boolean;
}

/** Twentieths of a point for a CSS pixel. */
const TWIPS = 15;
const LINE = LINE_PX * TWIPS;
const NAMES = 150 * TWIPS;
const TINT = 'F5F6F7';
const RULE = 'D6DADE';
const FACES_IN_ROW = 6;

const headings: Record<string, (typeof HeadingLevel)[keyof typeof HeadingLevel]> = {
  h1: HeadingLevel.TITLE,
  h2: HeadingLevel.HEADING_1,
  h3: HeadingLevel.HEADING_2,
  h4: HeadingLevel.HEADING_3,
};
/** What stands in a line; everything else is a block. */
const inline = new Set(['a', 'b', 'br', 'code', 'em', 'i', 'img', 'small', 'span', 'strong', 'svg']);

export const blocksOf = (nodes: readonly MarkupNode[], draw: DrawPicture): Block[] =>
  flow(nodes, { look: {}, draw });

function flow(nodes: readonly MarkupNode[], place: Place): Block[] {
  const blocks: Block[] = [];
  let line: MarkupNode[] = [];
  const endLine = () => {
    const paragraph = paragraphOf(line, place);
    if (paragraph) blocks.push(paragraph);
    line = [];
  };
  for (const node of nodes) {
    if (typeof node === 'string' || inline.has(node.name)) line.push(node);
    else {
      endLine();
      for (const block of blockOf(node, place)) blocks.push(block);
    }
  }
  endLine();
  return blocks;
}

function blockOf(tag: Tag, place: Place): Block[] {
  const { name, children } = tag;
  if (name in headings) return heading(tag, place);
  if (name === 'table') return [tableOf(tag, place)];
  if (name === 'dl') return [factsTable(tag, place)];
  if (name === 'ul' || name === 'ol') return tagsIn(tag).flatMap((item) => itemOf(item, place));
  if (hasClass(tag, 'faces')) return facesTable(tag, place);
  const inside = { ...place, look: lookOf(tag, place.look) };
  if (hasClass(tag, 'counts')) return flow(spaced(children), inside);
  if (hasClass(tag, 'result')) return flow(spaced(children), { ...inside, edge: edgeOf(tag) });
  if (hasClass(tag, 'note')) return flow(children, { ...inside, edge: edgeOf(tag) });
  if (tag.attributes['id'] === undefined) return flow(children, inside);
  return flow(children.map(markedBy(tag.attributes['id'])), inside);
}

/** A link to a section leads to its heading. */
const markedBy =
  (id: string) =>
  (child: MarkupNode): MarkupNode =>
    typeof child !== 'string' && child.name in headings
      ? { ...child, attributes: { ...child.attributes, id } }
      : child;

/** What stands side by side on a page, with room between. */
const spaced = (nodes: readonly MarkupNode[]): MarkupNode[] =>
  nodes.flatMap((node, index) =>
    index > 0 && typeof node !== 'string' && node.name === 'span' ? ['\u00a0\u00a0\u00a0', node] : [node],
  );

const edgeOf = (tag: Tag): string =>
  hasClass(tag, 'alarm')
    ? 'B3401A'
    : (lookOf({ ...tag, attributes: { class: `verdict ${tag.attributes['class']}` } }, {}).color ?? RULE);

function heading({ name, attributes, children }: Tag, { look, draw }: Place): Block[] {
  const words = inlineOf(children, look, draw);
  return [
    new Paragraph({
      heading: headings[name]!,
      keepNext: true,
      pageBreakBefore: hasClass({ name, attributes, children }, 'findings'),
      children: marked(attributes['id'], words),
    }),
  ];
}

function paragraphOf(nodes: readonly MarkupNode[], place: Place): Paragraph | null {
  const children = inlineOf(nodes, place.look, place.draw);
  return children.length === 0 ? null : new Paragraph({ ...paragraphLook(place), children });
}

const paragraphLook = ({ edge, isItem, isCell, isHead }: Place): IParagraphOptions => ({
  spacing: { after: isCell || isItem ? 20 : 100 },
  // The head of a table stays with its first row.
  ...(isHead && { keepNext: true }),
  ...(isItem && { bullet: { level: 0 } }),
  ...(edge !== undefined && {
    indent: isItem ? { left: 480, hanging: 360 } : { left: 120 },
    keepLines: true,
    shading: { type: ShadingType.CLEAR, fill: TINT },
    border: { left: { style: BorderStyle.SINGLE, size: 24, color: edge, space: 6 } },
  }),
});

/** Only the first paragraph of an item has its mark. */
function itemOf(item: Tag, place: Place): Block[] {
  const isOneLine = item.children.every((child) => typeof child === 'string' || inline.has(child.name));
  return flow(item.children, { ...place, isItem: isOneLine });
}

function factsTable(tag: Tag, place: Place): Table {
  const pairs = tagsIn(tag).map((pair) => tagsIn(pair));
  return grid(
    pairs.map((pair) => pair.map((cell) => cellOf(cell, place))),
    [NAMES, LINE - NAMES],
  );
}

function tableOf(tag: Tag, place: Place): Table {
  const rows = tagsIn(tag).flatMap((part) => (part.name === 'tr' ? [part] : tagsIn(part)));
  const cells = rows.map((row) => tagsIn(row));
  return grid(
    cells.map((row) => row.map((cell) => cellOf(cell, place))),
    columnWidths(cells),
    cells[0]?.every(({ name }) => name === 'th') ?? false,
  );
}

function facesTable(tag: Tag, place: Place): Block[] {
  const figures = tagsIn(tag);
  if (figures.length === 0) return [];
  const rows = Array.from({ length: Math.ceil(figures.length / FACES_IN_ROW) }, (_, row) =>
    figures.slice(row * FACES_IN_ROW, (row + 1) * FACES_IN_ROW),
  );
  const width = Math.max((FACE_PX + 20) * TWIPS, Math.floor(LINE / FACES_IN_ROW));
  const empty: Tag = { name: 'td', attributes: {}, children: [] };
  const filled = rows.map((row) => [...row, ...Array<Tag>(FACES_IN_ROW - row.length).fill(empty)]);
  const widths = Array<number>(FACES_IN_ROW).fill(width);
  return [
    grid(
      filled.map((row) => row.map((cell) => cellOf(cell, place))),
      widths,
    ),
  ];
}

function cellOf(cell: Tag, { look, draw }: Place): Block[] {
  const blocks = flow(cell.children, {
    look: lookOf(cell, look),
    draw,
    isCell: true,
    isHead: cell.name === 'th',
  });
  // Word takes no cell without a paragraph at its end.
  return blocks.at(-1) instanceof Paragraph ? blocks : [...blocks, new Paragraph({})];
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const rule = { style: BorderStyle.SINGLE, size: 4, color: RULE };

function grid(rows: readonly Block[][][], widths: readonly number[], hasHead = false): Table {
  return new Table({
    width: { size: LINE, type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    borders: {
      top: none,
      left: none,
      right: none,
      bottom: none,
      insideVertical: none,
      insideHorizontal: rule,
    },
    margins: { top: 40, bottom: 40, left: 0, right: 100 },
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          cantSplit: true,
          tableHeader: hasHead && index === 0,
          children: cells.map(
            (children, column) =>
              new TableCell({ width: { size: widths[column]!, type: WidthType.DXA }, children }),
          ),
        }),
    ),
  });
}

/** Usual characters of a line. */
const LINE_CHARACTERS = 110;
const SMALL = 0.8;
/** Longest word that is not broken, and longest cell that gets one line where there is room. */
const WORD = 20;
const SHORT_CELL = 18;
/** Between columns. */
const ROOM = 2.5;

/**
 * Each column gets its longest word, then its short cells in one line, and the rest by the text that is left: Word alone would
 * make all columns of one width. Hashes are broken where the line ends.
 */
function columnWidths(rows: readonly Tag[][]): number[] {
  const columns = Array.from({ length: Math.max(1, mostOf(rows)) }, (_, column) => {
    const cells = rows.map((row) => textsOf(row[column]?.children ?? []));
    const word = most(cells.flatMap((texts) => texts.flatMap(wordLengths)));
    const lengths = cells.map((texts) => sumOf(texts.map(({ text, scale }) => text.length * scale)));
    const least = Math.min(word, WORD) + ROOM;
    const short = Math.max(0, Math.min(most(lengths), SHORT_CELL) + ROOM - least);
    return { least, short, long: sumOf(lengths.map((length) => Math.max(0, length - least - short))) };
  });
  const sums = (['least', 'short', 'long'] as const).map((kind) => sumOf(columns.map((each) => each[kind])));
  const [least, short, long] = sums as [number, number, number];
  const rest = Math.max(0, LINE_CHARACTERS - least);
  const forShort = short === 0 ? 0 : Math.min(1, rest / short);
  const forLong = long === 0 ? 0 : (rest - short * forShort) / long;
  const weights = columns.map((each) => each.least + each.short * forShort + each.long * forLong);
  return weights.map((weight) => Math.floor((LINE * weight) / sumOf(weights)));
}

interface SizedText {
  text: string;
  /** Of its letters, 1 for the usual ones. */
  scale: number;
}

const textsOf = (nodes: readonly MarkupNode[], scale = 1): SizedText[] =>
  nodes.flatMap((node) =>
    typeof node === 'string'
      ? [{ text: node.trim(), scale }]
      : textsOf(node.children, node.name === 'small' ? SMALL : scale),
  );

const wordLengths = ({ text, scale }: SizedText): number[] =>
  text.split(/\s+/).map(({ length }) => length * scale);

const most = (each: readonly number[]): number => each.reduce((top, value) => Math.max(top, value), 0);
const sumOf = (each: readonly number[]): number => each.reduce((sum, value) => sum + value, 0);

/** Length of the longest. A table has any number of rows, and a call takes only so many arguments. */
const mostOf = (each: readonly { length: number }[]): number =>
  each.reduce((most, { length }) => Math.max(most, length), 0);

const tagsIn = ({ children }: Tag): Tag[] => children.filter((child) => typeof child !== 'string');
