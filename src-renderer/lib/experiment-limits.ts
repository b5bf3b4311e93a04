/** The ranges of the lab's numbers with the words of the window, for fields and for sentences. */
import { labRanges, type Range } from '../../src-main/shared/ranges.ts';
import { texts } from '../texts/texts.ts';

export interface Limit extends Range {
  word: string;
  /** Two halves of equal size are made of it. */
  even?: boolean;
  /** Said beside the field. */
  unit?: string;
}

export const limits = {
  frames: { word: texts.experiments.frames, ...labRanges.frames, unit: texts.experiments.aVideo },
  seed: { word: texts.experiments.seed, ...labRanges.seed },
  folds: { word: texts.experiments.folds, ...labRanges.folds },
  learningRate: { word: texts.experiments.learningRate, ...labRanges.learningRate },
  batchSize: { word: texts.experiments.batchSize, ...labRanges.batchSize },
  evenBatchSize: {
    word: texts.experiments.batchSize,
    ...labRanges.batchSize,
    even: true,
    unit: texts.experiments.halfOfThemFake,
  },
  epochs: { word: texts.experiments.epochs, ...labRanges.epochs },
  hidden: { word: texts.experiments.hiddenLayer, ...labRanges.hidden, unit: texts.experiments.units },
  dropout: { word: texts.experiments.dropout, ...labRanges.dropout },
  dropoutAfterPooling: { word: texts.experiments.dropoutAfterPooling, ...labRanges.dropout },
  dropoutAfterHidden: { word: texts.experiments.dropoutAfterTheHiddenLayer, ...labRanges.dropout },
  beta1: { word: 'Nadam β₁', ...labRanges.beta1 },
  beta2: { word: 'Nadam β₂', ...labRanges.beta2 },
  epsilon: { word: 'Nadam ε', ...labRanges.epsilon },
  scheduleDecay: { word: texts.experiments.scheduleDecay, ...labRanges.scheduleDecay },
  validationShare: { word: texts.experiments.validationShare, ...labRanges.validationShare },
  copies: { word: texts.experiments.augmentedCopies, ...labRanges.copies, unit: texts.experiments.aFace },
  rotationDegrees: { word: texts.experiments.rotation, ...labRanges.rotationDegrees },
  zoom: { word: texts.experiments.zoom, ...labRanges.zoom },
  widthShift: { word: texts.experiments.widthShift, ...labRanges.shift },
  heightShift: { word: texts.experiments.heightShift, ...labRanges.shift },
  units: { word: texts.experiments.lstmUnits, ...labRanges.units },
  layer: { word: texts.experiments.layerOfTheHead, ...labRanges.layer },
  margin: { word: texts.experiments.margin, ...labRanges.margin },
} as const satisfies Record<string, Limit>;

const keeps = ({ min, max, whole, even }: Limit, value: unknown): boolean =>
  typeof value === 'number' &&
  value >= min &&
  value <= max &&
  (!whole || Number.isInteger(value)) &&
  (!even || value % 2 === 0);

/** What is wrong with a value, as a sentence; null when nothing is. */
export function problemOf(limit: Limit, value: unknown): string | null {
  if (keeps(limit, value)) return null;
  const { word, min, max, whole, even } = limit;
  if (even) return texts.experiments.mustBeEven({ word, min, max });
  if (whole) return texts.experiments.mustBeWhole({ word, min, max });
  return texts.experiments.mustBeFromTo({ word, min, max });
}
