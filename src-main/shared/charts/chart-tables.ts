/** The figures behind each chart as a table, for readers of the window and as CSV. */
import { csvLine } from '../csv.ts';
import { classifierName, splitWords } from '../lab-wording.ts';
import type { ConfusionCounts, JudgedCurves, RobustnessRow } from '../lab.ts';
import type { Abstention, EmbeddedPoint } from '../model-card.ts';
import { refusalWords } from '../wording.ts';
import type { Face } from '../domain.ts';
import type { EpochSeries } from './epochs.ts';
import type { RocCurve } from './roc.ts';

/** The files that a chart is saved as: the picture, or the figures behind it. */
export const chartFormats = ['svg', 'png', 'csv'] as const;
export type ChartFormat = (typeof chartFormats)[number];

export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

type Curve = Pick<RocCurve, 'classifier' | 'split' | 'points'>;

const curveNames = ({ classifier, split }: Pick<Curve, 'classifier' | 'split'>) => [
  classifierName(classifier),
  splitWords[split],
];

export const rocTable = (curves: readonly Curve[]): ChartTable => ({
  columns: ['Classifier', 'Split', 'False-positive rate', 'True-positive rate'],
  rows: curves.flatMap((curve) => curve.points.map((point) => [...curveNames(curve), ...point])),
});

export const detTable = (curves: readonly Curve[]): ChartTable => ({
  columns: ['Classifier', 'Split', 'False-positive rate', 'False-negative rate'],
  rows: curves.flatMap((curve) =>
    curve.points.map(([falsePositives, truePositives]) => [
      ...curveNames(curve),
      falsePositives,
      1 - truePositives,
    ]),
  ),
});

export const precisionRecallTable = (
  curves: readonly Pick<JudgedCurves, 'classifier' | 'split' | 'precisionRecall'>[],
): ChartTable => ({
  columns: ['Classifier', 'Split', 'Recall', 'Precision'],
  rows: curves.flatMap((curve) => curve.precisionRecall.map(({ x, y }) => [...curveNames(curve), x, y])),
});

export const riskCoverageTable = ({ curve }: Pick<Abstention, 'curve'>): ChartTable => ({
  columns: ['Coverage', 'Error'],
  rows: curve.map(([coverage, error]) => [coverage, error]),
});

export const scatterTable = (points: readonly EmbeddedPoint[]): ChartTable => ({
  columns: ['x', 'y', 'Label'],
  rows: points.map(({ x, y, label }) => [x, y, label]),
});

export const epochsTable = ({ name, lines }: EpochSeries): ChartTable => ({
  columns: ['Stage', 'Measured on', 'Epoch', name],
  rows: lines.flatMap(({ stage, part, points }) =>
    points.map(({ epoch, value }) => [stage, part, epoch, value]),
  ),
});

export const histogramTable = ({ real, fake }: JudgedCurves['histogram']): ChartTable => ({
  columns: ['Score from', 'Score to', 'Real videos', 'Fake videos'],
  rows: real.map((count, bin) => [bin / real.length, (bin + 1) / real.length, count, fake[bin] ?? 0]),
});

export const calibrationTable = (bins: JudgedCurves['calibration']): ChartTable => ({
  columns: ['Score', 'Share of fakes', 'Videos'],
  rows: bins.map(({ score, fakes, count }) => [score, fakes, count]),
});

export const confusionTable = (counts: ConfusionCounts): ChartTable => ({
  columns: ['Label', 'Called real', 'Called fake'],
  rows: [
    ['real', counts.trueNegatives, counts.falsePositives],
    ['fake', counts.falseNegatives, counts.truePositives],
  ],
});

export const robustnessTable = (rows: readonly RobustnessRow[]): ChartTable => ({
  columns: ['Condition', 'By', 'Real videos', 'Fake videos', 'AUC', 'From (95 %)', 'To (95 %)'],
  rows: rows.map(({ condition, by, real, fake, auc }) => [
    ...[condition, by, real, fake],
    ...[auc.value, auc.low, auc.high],
  ]),
});

interface NamedTrack {
  name: string;
  faces: readonly Pick<Face, 'frameIndex' | 'ptsMs' | 'score' | 'refused'>[];
}

export const scoresTable = (tracks: readonly NamedTrack[]): ChartTable => ({
  columns: ['Track', 'Frame', 'Time, ms', 'Score', 'Refused'],
  rows: tracks.flatMap(({ name, faces }) =>
    faces.map(({ frameIndex, ptsMs, score, refused }) => [
      ...[name, frameIndex, ptsMs, score],
      refused === null ? null : refusalWords[refused],
    ]),
  ),
});

/** As RFC 4180 says: figures in full, an empty field where there is none. */
export const tableCsv = ({ columns, rows }: ChartTable): string => [columns, ...rows].map(csvLine).join('');
