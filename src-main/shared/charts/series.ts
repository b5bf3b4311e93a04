/** The colours and shapes of several lines in one chart. Shapes serve readers and prints without colour. */
import {
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import { color, element, px, type SvgNode } from './svg.ts';

/** Contrast at least 4.5:1 on white; no colour of a verdict. The window overrides them for its dark ground. */
const strokes = [
  'var(--series-1, #0b5cad)',
  'var(--series-2, #a8317f)',
  'var(--series-3, #3d7a12)',
  'var(--series-4, #6a3fb5)',
  'var(--series-5, #80521a)',
  'var(--series-6, #00788f)',
] as const;

const shapes = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolStar, symbolWye] as const;

export interface SeriesStyle {
  stroke: string;
  /** Drawn dashed, thinner and with hollow marks: second to the solid lines. */
  isDashed: boolean;
  shape: number;
}

export const seriesStyle = (index: number, isDashed = false): SeriesStyle => ({
  stroke: strokes[index % strokes.length]!,
  isDashed,
  // In the second round each colour gets a different shape.
  shape: (index + Math.floor(index / strokes.length)) % shapes.length,
});

export const lineOf = ({ stroke, isDashed }: SeriesStyle) => ({
  stroke,
  'stroke-width': isDashed ? 1.3 : 1.8,
  'stroke-dasharray': isDashed ? '5 3' : 'none',
});

/** Area of a mark in square px. */
const MARK_AREA = 34;

export function seriesMark({ stroke, isDashed, shape }: SeriesStyle, x: number, y: number): SvgNode {
  const d = symbol(shapes[shape]!, MARK_AREA).digits(2)() ?? '';
  return element('path', {
    d,
    transform: `translate(${px(x)} ${px(y)})`,
    fill: isDashed ? color.ground : stroke,
    stroke: isDashed ? stroke : color.ground,
    'stroke-width': 1,
  });
}

/** Marks at even distances along a line. Each series has its own offset, so marks do not cover each other. */
export function marksAlong(
  points: readonly (readonly [number, number])[],
  style: SeriesStyle,
  count = 4,
): SvgNode[] {
  const lengths = points.slice(1).map(([x, y], index) => {
    const [fromX, fromY] = points[index]!;
    return Math.hypot(x - fromX, y - fromY);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total === 0) return [];
  const offset = ((style.shape * 3 + (style.isDashed ? 1 : 0)) % 8) / 8;
  return Array.from({ length: count }, (_, place) => {
    let left = (total * (place + 0.1 + 0.8 * offset)) / count;
    let index = 0;
    while (index < lengths.length - 1 && left > lengths[index]!) left -= lengths[index++]!;
    const share = lengths[index] === 0 ? 0 : left / lengths[index]!;
    const [fromX, fromY] = points[index]!;
    const [toX, toY] = points[index + 1]!;
    return seriesMark(style, fromX + share * (toX - fromX), fromY + share * (toY - fromY));
  });
}
