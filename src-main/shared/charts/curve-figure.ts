/**
 * Shared by the charts of several classifiers. Curves of the chosen split are solid, with a band. Curves of a split
 * that leaks people are dashed, behind them. The legend is a small table: one row per classifier, one column per split.
 */
import { line as path } from 'd3-shape';
import { classifierName, leaksIdentity, splitsInOrder, splitWords } from '../lab-wording.ts';
import type { SplitKind } from '../lab.ts';
import { lineOf, marksAlong, seriesMark, seriesStyle, type SeriesStyle } from './series.ts';
import { color, element, label, line, plotArea, px, type ChartSize, type SvgNode } from './svg.ts';

interface NamedCurve {
  classifier: string;
  split: SplitKind;
  /** Text in the legend. */
  figure: string;
}

type Pixel = readonly [x: number, y: number];

interface CurvePixels {
  points: readonly Pixel[];
  /** Corners of the band, once around. */
  band: readonly Pixel[];
}

const margin = { top: 10, right: 12, bottom: 40, left: 52 };
const rowHeight = 15;
/** Of the widest of the fonts in use, at 11 px. */
const characterWidth = 6.1;
const markWidth = 34;
/** At this width and above, the legend is beside the curves; otherwise it is under them. */
const sideBySideFrom = 640;

const columnNames: Record<SplitKind, string> = {
  official: 'people may repeat',
  'by-identity': 'by person',
  'by-video': 'people may repeat',
  'by-frame': 'leaks people',
};

/** @param figureName name of the figures in the legend */
export function curveFigure(curves: readonly NamedCurve[], figureName: string, size: ChartSize) {
  const classifiers = [...new Set(curves.map(({ classifier }) => classifier))];
  const splits = splitsInOrder.filter((split) => curves.some((curve) => curve.split === split));
  const names = classifiers.map(classifierName);
  const nameWidth = markWidth + textWidth([figureName, ...names]);
  const cellWidths = splits.map((split) =>
    textWidth([
      `—— ${columnNames[split]}`,
      ...curves.filter((curve) => curve.split === split).map(({ figure }) => figure),
    ]),
  );
  const legendWidth = nameWidth + cellWidths.reduce((sum, width) => sum + width, 0);
  const legendHeight = curves.length === 0 ? 0 : (classifiers.length + 1) * rowHeight + 3;
  const isBeside = size.width >= sideBySideFrom;
  const area = plotArea(
    isBeside
      ? { ...size, width: size.width - legendWidth - 14 }
      : { ...size, height: size.height - legendHeight },
    margin,
  );
  const left = isBeside ? area.right + 24 : Math.max(8, Math.min(area.left, size.width - legendWidth));
  const top = isBeside ? area.top + rowHeight : area.bottom + margin.bottom + 10;
  const styleOf = ({ classifier, split }: Pick<NamedCurve, 'classifier' | 'split'>): SeriesStyle =>
    seriesStyle(classifiers.indexOf(classifier), leaksIdentity(split));

  const columnAt = (column: number) =>
    left + nameWidth + cellWidths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const legend =
    curves.length === 0
      ? []
      : [
          label(figureName, left, top),
          ...splits.flatMap((split, column) => [
            line(columnAt(column), top - 4, columnAt(column) + 16, top - 4, {
              ...lineOf(seriesStyle(0, leaksIdentity(split))),
              stroke: color.inkSoft,
            }),
            label(columnNames[split], columnAt(column) + 20, top),
          ]),
          ...classifiers.flatMap((classifier, row) => {
            const y = top + (row + 1) * rowHeight;
            const style = seriesStyle(row);
            return [
              line(left, y - 4, left + 24, y - 4, lineOf(style)),
              seriesMark(style, left + 12, y - 4),
              label(names[row]!, left + markWidth - 4, y, { fill: color.ink }),
              ...splits.flatMap((split, column) => {
                const curve = curves.find((each) => each.classifier === classifier && each.split === split);
                return curve ? [label(curve.figure, columnAt(column), y, { fill: color.ink })] : [];
              }),
            ];
          }),
        ];

  // Bands of several classifiers overlap.
  const bandOpacity = Math.min(0.13, 0.3 / classifiers.length);
  const draw = (pixelsOf: (index: number) => CurvePixels): SvgNode[] =>
    [...curves.keys()]
      .sort((a, b) => Number(leaksIdentity(curves[b]!.split)) - Number(leaksIdentity(curves[a]!.split)))
      .flatMap((index) => drawCurve(pixelsOf(index), styleOf(curves[index]!), bandOpacity));

  return { area, legend, draw };
}

/** One phrase per curve, for the chart's description. */
export const describeCurves = (curves: readonly NamedCurve[], figureName: string): string =>
  curves.length === 0
    ? 'No curve was measured.'
    : curves
        .map(
          ({ classifier, split, figure }) =>
            `${classifierName(classifier)}, ${splitWords[split]}: ${figureName} ${figure}`,
        )
        .join('; ');

/** Ticks of a scale from 0 to 1. */
export const shareTicks = (
  scale: ((value: number) => number) & { ticks(count: number): number[] },
  lengthPx: number,
) => scale.ticks(lengthPx < 120 ? 2 : 5).map((value) => ({ at: scale(value), text: String(value) }));

function drawCurve({ points, band }: CurvePixels, style: SeriesStyle, bandOpacity: number): SvgNode[] {
  const d = path().digits(2)(points.map(([x, y]) => [x, y])) ?? '';
  const around = band.map(([x, y]) => `${px(x)} ${px(y)}`).join('L');
  return [
    ...(around === '' || style.isDashed
      ? []
      : [element('path', { d: `M${around}Z`, fill: style.stroke, 'fill-opacity': bandOpacity })]),
    element('path', { d, fill: 'none', ...lineOf(style) }),
    ...marksAlong(points, style),
  ];
}

const textWidth = (texts: readonly string[]): number =>
  12 + characterWidth * texts.reduce((most, text) => Math.max(most, text.length), 0);
