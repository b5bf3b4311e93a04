/**
 * The ranges of `experimentParameters`, for fields and for sentences: the page cannot load zod. A test holds both
 * to the same numbers.
 */
export interface Limit {
  word: string;
  min: number;
  max: number;
  whole: boolean;
  /** Two halves of equal size are made of it. */
  even?: boolean;
  /** Said beside the field. */
  unit?: string;
}

const whole = (word: string, min: number, max: number, unit?: string): Limit => ({
  word,
  min,
  max,
  whole: true,
  ...(unit === undefined ? {} : { unit }),
});
const real = (word: string, min: number, max: number): Limit => ({ word, min, max, whole: false });
const even = (...limit: Parameters<typeof whole>): Limit => ({ ...whole(...limit), even: true });
const share = (word: string): Limit => real(word, 0, 0.9);

export const limits = {
  frames: whole('Frames', 1, 10_000, 'a video'),
  seed: whole('Seed', 0, 2 ** 31),
  folds: whole('Folds', 2, 20),
  learningRate: real('Learning rate', 1e-8, 10),
  batchSize: whole('Batch size', 4, 4096),
  evenBatchSize: even('Batch size', 4, 4096, 'half of them fake'),
  epochs: whole('Epochs', 1, 100_000),
  hidden: whole('Hidden layer', 1, 8192, 'units'),
  dropout: share('Dropout'),
  dropoutAfterPooling: share('Dropout after pooling'),
  dropoutAfterHidden: share('Dropout after the hidden layer'),
  beta1: real('Nadam β₁', 0, 0.9999),
  beta2: real('Nadam β₂', 0, 0.99999),
  epsilon: real('Nadam ε', 1e-12, 1e-2),
  scheduleDecay: real('Schedule decay', 0, 1),
  validationShare: share('Validation share'),
  copies: whole('Augmented copies', 0, 16, 'a face'),
  rotationDegrees: real('Rotation', 0, 180),
  zoom: share('Zoom'),
  widthShift: share('Width shift'),
  heightShift: share('Height shift'),
  units: whole('LSTM units', 1, 4096),
  layer: whole('Layer of the head', 1, 4096),
  margin: real('Margin', 0, 100),
} as const satisfies Record<string, Limit>;

export const keeps = ({ min, max, whole, even }: Limit, value: unknown): boolean =>
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
