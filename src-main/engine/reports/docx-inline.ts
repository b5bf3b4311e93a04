/** Words and pictures in a line of the Word report. */
import { Bookmark, ImageRun, InternalHyperlink, TextRun, type ParagraphChild } from 'docx';
import { hasClass, wordsIn, writeTag, type MarkupNode, type Tag } from './markup-tree.ts';

/** @param svg with its colours written out. @returns PNG */
export type DrawPicture = (svg: string) => Uint8Array;

/** How words look. */
export interface Look {
  bold?: boolean;
  color?: string;
  font?: string;
  /** Half points. */
  size?: number;
}

/** CSS pixels between the margins of A4. */
export const LINE_PX = 680;
export const FACE_PX = 92;
const SOFT = '4A4F57';
const outcomeColors: Record<string, string> = {
  'likely-fake': 'B3401A',
  inconclusive: '8A6400',
  'likely-real': '00695C',
  'not-applicable': '5B6470',
};
/** In programs without these fonts another of the same kind stands in. */
export const fonts = { text: 'Arial', mono: 'Courier New' };

export function lookOf(tag: Tag, look: Look): Look {
  if (tag.name === 'b') return { ...look, bold: true };
  if (tag.name === 'small' || tag.name === 'dt' || hasClass(tag, 'soft')) return { ...look, color: SOFT };
  if (tag.name === 'figcaption') return { ...look, color: SOFT, size: 15 };
  if (tag.name === 'th') return { ...look, bold: true };
  if (hasClass(tag, 'mono')) return { ...look, font: fonts.mono, size: 16 };
  if (hasClass(tag, 'alarm')) return { ...look, bold: true };
  if (!hasClass(tag, 'verdict')) return look;
  const outcome = Object.keys(outcomeColors).find((name) => hasClass(tag, name));
  return { ...look, bold: true, ...(outcome !== undefined && { color: outcomeColors[outcome]! }) };
}

/** @returns nothing where there are neither words nor pictures */
export function inlineOf(nodes: readonly MarkupNode[], look: Look, draw: DrawPicture): ParagraphChild[] {
  const line = new Line(draw);
  for (const node of nodes) line.add(node, look);
  return line.parts;
}

/** Spaces are those of HTML: any row of them is one, and none at the ends. */
class Line {
  readonly parts: ParagraphChild[] = [];
  readonly #draw: DrawPicture;
  #spaceBefore = false;

  constructor(draw: DrawPicture) {
    this.#draw = draw;
  }

  add(node: MarkupNode, look: Look): void {
    if (typeof node === 'string') this.#addText(node, look);
    else if (node.name === 'br') this.#addBreak();
    else if (node.name === 'img' || node.name === 'svg') this.#addPicture(node);
    else if (node.name === 'a') this.#addLink(node, look);
    else {
      if (node.name === 'small') this.#addBreak();
      for (const child of node.children) this.add(child, lookOf(node, look));
    }
  }

  #addText(text: string, look: Look): void {
    // A space that does not break is a character of the text.
    const words = text.replaceAll(/[ \t\r\n]+/g, ' ');
    this.#spaceBefore ||= words.startsWith(' ');
    const trimmed = words.replaceAll(/^ | $/g, '');
    if (trimmed === '') return;
    this.parts.push(new TextRun({ ...look, text: this.#space() + trimmed }));
    this.#spaceBefore = words.endsWith(' ');
  }

  /** What stands between the part before and the next. */
  #space(): string {
    return this.#spaceBefore && this.parts.length > 0 ? ' ' : '';
  }

  #addBreak(): void {
    this.parts.push(new TextRun({ break: 1 }));
    this.#spaceBefore = false;
  }

  #addLink({ attributes, children }: Tag, look: Look): void {
    const anchor = attributes['href']!.slice(1);
    if (this.#space() !== '') this.parts.push(new TextRun(' '));
    const words = new TextRun({ ...look, text: wordsIn(children), underline: {} });
    this.parts.push(new InternalHyperlink({ anchor, children: [words] }));
    this.#spaceBefore = false;
  }

  #addPicture(tag: Tag): void {
    const picture = tag.name === 'img' ? photograph(tag) : this.#drawing(tag);
    if (picture === null) return;
    if (this.#space() !== '') this.parts.push(new TextRun(' '));
    this.parts.push(picture);
    this.#spaceBefore = true;
  }

  #drawing(tag: Tag): ImageRun {
    const [width, height] = [Number(tag.attributes['width']), Number(tag.attributes['height'])];
    const scale = Math.min(1, LINE_PX / width);
    // Programs that draw it outside of the page have no custom properties.
    const svg = writeTag({ ...tag, attributes: { xmlns: 'http://www.w3.org/2000/svg', ...tag.attributes } });
    const description = tag.children.filter((child) => typeof child !== 'string' && child.name === 'desc');
    const name = tag.attributes['aria-label'] ?? '';
    return new ImageRun({
      type: 'png',
      data: this.#draw(svg.replaceAll(/var\(--[\w-]+, ([^)]*)\)/g, '$1')),
      transformation: { width: width * scale, height: height * scale },
      altText: { name, title: name, description: [name, wordsIn(description)].filter(Boolean).join('. ') },
    });
  }
}

/** JPEG or PNG inside the markup; anything else is not embedded. */
function photograph({ attributes }: Tag): ImageRun | null {
  const data = /^data:image\/(jpeg|png);base64,(.*)$/.exec(attributes['src'] ?? '');
  if (!data) return null;
  const [, kind, base64] = data;
  const name = attributes['alt'] ?? '';
  const [width, height] = [attributes['width'], attributes['height']].map((side) => Number(side ?? FACE_PX));
  return new ImageRun({
    type: kind === 'png' ? 'png' : 'jpg',
    data: Buffer.from(base64!, 'base64'),
    transformation: { width: width!, height: height! },
    altText: { name, title: name, description: name },
  });
}

/** The words of a heading, which links in the document can lead to. */
export const marked = (id: string | undefined, children: ParagraphChild[]): ParagraphChild[] =>
  id === undefined ? children : [new Bookmark({ id, children })];
