/** The markup of a report as a tree, for what writes it in another form. It reads what `markup.ts` writes, not any HTML. */
import { escapeText } from '../../shared/charts/write-svg.ts';

export interface Tag {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: MarkupNode[];
}

/** Text has its characters, not their references. */
export type MarkupNode = Tag | string;

/** A tag or the text up to the next one. */
const TOKEN = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g;
const withoutEnd = new Set(['br', 'img', 'meta']);

/** @param text of the body of the page; what ends the page itself may stand in it */
export function markupTree(text: string): MarkupNode[] {
  const root: Tag = { name: '', attributes: {}, children: [] };
  const open: Tag[] = [root];
  for (const [, isEnd, name, attributes = '', endsItself, words] of text.matchAll(TOKEN)) {
    const inner = open.at(-1)!;
    if (words !== undefined) inner.children.push(unescaped(words));
    else if (isEnd === '/') close(open, name!);
    else {
      const tag: Tag = { name: name!, attributes: attributesIn(attributes), children: [] };
      inner.children.push(tag);
      if (endsItself !== '/' && !withoutEnd.has(name!)) open.push(tag);
    }
  }
  return root.children;
}

/** An end without a beginning is that of the page. */
function close(open: Tag[], name: string): void {
  const place = open.findLastIndex((tag) => tag.name === name);
  if (place > 0) open.length = place;
}

const attributesIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, value = '']) => [name!, unescaped(value)]));

const characters: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (reference) => characters[reference]!);

/** As text again, such as a chart. */
export function writeTag({ name, attributes, children }: Tag): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(value)}"`);
  const content = children.map((child) => (typeof child === 'string' ? escapeText(child) : writeTag(child)));
  return `<${name}${pairs.join('')}>${content.join('')}</${name}>`;
}

/** All words in it, with single spaces. */
export function wordsIn(nodes: readonly MarkupNode[]): string {
  const text = nodes
    .map((node) => (typeof node === 'string' ? node : ` ${wordsIn(node.children)} `))
    .join('');
  return text.replaceAll(/\s+/g, ' ').trim();
}

export const hasClass = ({ attributes }: Tag, name: string): boolean =>
  (attributes['class'] ?? '').split(' ').includes(name);
