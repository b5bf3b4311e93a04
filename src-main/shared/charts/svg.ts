/**
 * What all charts share: SVG as a tree of nodes, made by pure functions, so that window, report and file show the
 * same picture; `write-svg.ts` writes it as text. Colours are the page's custom properties; where the page sets none,
 * as on paper, they are dark on white.
 */
import type { DecisionBand, Outcome } from '../domain.ts';

export interface ChartSize {
  width: number;
  height: number;
}

interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface PlotArea {
  /** Of the whole chart. */
  width: number;
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
  width,
  left: margin.left,
  right: Math.max(margin.left + 1, width - margin.right),
  top: margin.top,
  bottom: Math.max(margin.top + 1, height - margin.bottom),
});

/** Hundredths of a pixel are finer than any screen or printer here. */
export const px = (value: number): string => String(Math.round(value * 100) / 100);

/** What draws or names; nothing that runs, loads or links. */
type SvgName = 'svg' | 'g' | 'path' | 'line' | 'rect' | 'circle' | 'text' | 'title' | 'desc';

export interface SvgNode {
  name: SvgName;
  attributes: Readonly<Record<string, string>>;
  children: readonly (SvgNode | string)[];
}

type Attributes = Readonly<Record<string, string | number>>;

export const element = (
  name: SvgName,
  attributes: Attributes,
  ...children: SvgNode['children']
): SvgNode => ({
  name,
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, typeof value === 'number' ? px(value) : value]),
  ),
  children,
});

export const label = (text: string, x: number, y: number, attributes: Attributes = {}): SvgNode =>
  element('text', { x, y, fill: color.inkSoft, ...attributes }, text);

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): SvgNode =>
  element('line', { x1, y1, x2, y2, ...attributes });

/** The element around a whole picture, which is called `title`. */
export const svgRoot = ({ width, height }: ChartSize, title: string, font: Attributes, children: SvgNode[]) =>
  element(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${px(width)} ${px(height)}` },
      ...{ role: 'img', 'aria-label': title, ...font },
    },
    ...children,
  );

/** The whole chart; `title` names it and `description` says in a sentence what it shows. */
export const chart = (size: ChartSize, title: string, description: string, content: SvgNode[]): SvgNode =>
  svgRoot(size, title, { 'font-family': fontFamily, 'font-size': 11 }, [
    element('title', {}, title),
    element('desc', {}, description),
    ...content,
  ]);
