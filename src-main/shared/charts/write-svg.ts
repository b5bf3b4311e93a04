/** A chart as text, for reports and files. */
import { linesWithVisibleControls } from '../foreign-text.ts';
import type { SvgNode } from './svg.ts';

export function writeSvg({ name, attributes, children }: SvgNode): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(value)}"`);
  const head = name + pairs.join('');
  const content = children
    .map((child) => (typeof child === 'string' ? escapeText(child) : writeSvg(child)))
    .join('');
  return content === '' ? `<${head}/>` : `<${head}>${content}</${name}>`;
}

/** Text as it may stand in SVG and HTML, between tags and in attributes. */
export const escapeText = (text: string): string =>
  xmlText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/**
 * Without what XML 1.0 does not allow, not even as a reference: control characters and half surrogate pairs. What turns the
 * direction of writing would turn the words of ours that follow: it is shown as \u{...}.
 */
export const xmlText = (text: string): string =>
  linesWithVisibleControls(
    text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd'),
  );
