/**
 * Shared by all charts: SVG as text, written by pure functions, so window, report and file show the same picture.
 * Colours are the page's custom properties. Without these, as on paper, they are dark on white.
 */
import type { DecisionBand, Outcome } from '../domain.ts';

export interface ChartSize {
  width: number;
  height: number;
}

export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface PlotArea {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Contrast at least 4.5:1 on white. The window overrides them for its dark ground. */
export const color = {
  ink: 'var(--ink, #1b1d21)',
  inkSoft: 'var(--ink-soft, #4a4f57)',
  line: 'var(--line, #dfe2e6)',
  lineStrong: 'var(--line-strong, #a9afb8)',
  ground: 'var(--surface, #ffffff)',
} as const;

/** Colour-blind people can distinguish them too (after Okabe and Ito). Each colour comes with a shape. */
export const outcomeColor: Record<Outcome, string> = {
  'likely-fake': 'var(--likely-fake, #b3401a)',
  inconclusive: 'var(--inconclusive, #8a6400)',
  'likely-real': 'var(--likely-real, #00695c)',
  'not-applicable': 'var(--not-applicable, #5b6470)',
};

/** Keeps text readable where lines cross it. */
export const halo = {
  fill: color.ink,
  'paint-order': 'stroke',
  stroke: color.ground,
  'stroke-width': 3,
} as const;

const fontFamily = 'var(--sans, system-ui, sans-serif)';

/** The side of the band where a score is. A score exactly on an edge of the band is decided, as in the verdict. */
export function sideOf(score: number, band: DecisionBand): Exclude<Outcome, 'not-applicable'> {
  if (score >= band.fakeAbove) return 'likely-fake';
  if (score <= band.realBelow) return 'likely-real';
  return 'inconclusive';
}

export const plotArea = ({ width, height }: ChartSize, margin: Margin): PlotArea => ({
  left: margin.left,
  right: Math.max(margin.left + 1, width - margin.right),
  top: margin.top,
  bottom: Math.max(margin.top + 1, height - margin.bottom),
});

/** Text escaped for SVG and HTML, between tags and in attributes. */
export const escapeText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    // XML 1.0 forbids control characters and half surrogate pairs, even as references.
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');

/** Rounded to hundredths of a pixel, finer than any screen or printer shows. */
export const px = (value: number): string => String(Math.round(value * 100) / 100);

type Attributes = Record<string, string | number>;

const attributesOf = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? px(value) : escapeText(value)}"`)
    .join('');

export const element = (name: string, attributes: Attributes, content = ''): string =>
  content === ''
    ? `<${name}${attributesOf(attributes)}/>`
    : `<${name}${attributesOf(attributes)}>${content}</${name}>`;

export const label = (text: string, x: number, y: number, attributes: Attributes = {}): string =>
  element('text', { x, y, fill: color.inkSoft, ...attributes }, escapeText(text));

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string =>
  element('line', { x1, y1, x2, y2, ...attributes });

/** The whole chart. `title` is its name; `description` says in one sentence what it shows. */
export function chart({ width, height }: ChartSize, title: string, description: string, content: string[]) {
  const head = element('title', {}, escapeText(title)) + element('desc', {}, escapeText(description));
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${px(width)} ${px(height)}`,
      role: 'img',
      'aria-label': title,
      'font-family': fontFamily,
      'font-size': 11,
    },
    head + content.join(''),
  );
}
