/** The ranges of the lab's numbers with the words of the window, for fields and for sentences. */
import { labRanges, type Range } from '../../src-main/shared/ranges.ts';

export interface Limit extends Range {
  word: string;
  /** Two halves of equal size are made of it. */
  even?: boolean;
  /** Said beside the field. */
  unit?: string;
}

export const limits = {
  frames: { word: 'Frames', ...labRanges.frames, unit: 'a video' },
  seed: { word: 'Seed', ...labRanges.seed },
  folds: { word: 'Folds', ...labRanges.folds },
  learningRate: { word: 'Learning rate', ...labRanges.learningRate },
  batchSize: { word: 'Batch size', ...labRanges.batchSize },
  evenBatchSize: { word: 'Batch size', ...labRanges.batchSize, even: true, unit: 'half of them fake' },
  epochs: { word: 'Epochs', ...labRanges.epochs },
  hidden: { word: 'Hidden layer', ...labRanges.hidden, unit: 'units' },
  dropout: { word: 'Dropout', ...labRanges.dropout },
  dropoutAfterPooling: { word: 'Dropout after pooling', ...labRanges.dropout },
  dropoutAfterHidden: { word: 'Dropout after the hidden layer', ...labRanges.dropout },
  beta1: { word: 'Nadam β₁', ...labRanges.beta1 },
  beta2: { word: 'Nadam β₂', ...labRanges.beta2 },
  epsilon: { word: 'Nadam ε', ...labRanges.epsilon },
  scheduleDecay: { word: 'Schedule decay', ...labRanges.scheduleDecay },
  validationShare: { word: 'Validation share', ...labRanges.validationShare },
  copies: { word: 'Augmented copies', ...labRanges.copies, unit: 'a face' },
  rotationDegrees: { word: 'Rotation', ...labRanges.rotationDegrees },
  zoom: { word: 'Zoom', ...labRanges.zoom },
  widthShift: { word: 'Width shift', ...labRanges.shift },
  heightShift: { word: 'Height shift', ...labRanges.shift },
  units: { word: 'LSTM units', ...labRanges.units },
  layer: { word: 'Layer of the head', ...labRanges.layer },
  margin: { word: 'Margin', ...labRanges.margin },
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
  const whole = limit.even ? 'an even number' : 'a whole number';
  const kind = limit.whole ? whole : 'a number';
  return `${limit.word} must be ${kind} from ${limit.min} to ${limit.max}.`;
}
