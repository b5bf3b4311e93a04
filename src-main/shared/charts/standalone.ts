/** A chart as a file of its own, on white. Colours and fonts are written out, for programs without custom properties. */
import { element, svgRoot, type ChartSize, type SvgNode } from './svg.ts';

/** PNG files are drawn with Inter; the other fonts are as wide or narrower. */
const fontFamily = 'Inter, Arial, Liberation Sans, Helvetica, sans-serif';

export function standalone(chart: SvgNode): SvgNode {
  const { name, attributes, children } = spelledOut(chart);
  return element(
    name,
    attributes,
    element('rect', { width: '100%', height: '100%', fill: '#ffffff' }),
    ...children,
  );
}

function spelledOut({ name, attributes, children }: SvgNode): SvgNode {
  const spelled = Object.entries(attributes).map(([key, value]) => [
    key,
    key === 'font-family' ? fontFamily : value.replace(/^var\(--[\w-]+, (.*)\)$/, '$1'),
  ]);
  return {
    name,
    attributes: Object.fromEntries(spelled),
    children: children.map((child) => (typeof child === 'string' ? child : spelledOut(child))),
  };
}

/** Charts next to each other in one file. */
export const sideBySide = (
  charts: readonly SvgNode[],
  { width, height }: ChartSize,
  title: string,
): SvgNode =>
  svgRoot(
    { width: width * charts.length, height },
    title,
    {},
    charts.map(({ name, attributes, children }, index) =>
      element(name, { x: index * width, ...attributes }, ...children),
    ),
  );
