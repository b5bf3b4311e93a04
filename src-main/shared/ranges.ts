/**
 * The range of every number that a user can set, said once: the schemas of the contract, the options of the command
 * line and the fields of the window take it from here. Without zod, which the page can't load.
 */
export interface Range {
  min: number;
  max: number;
  whole: boolean;
}

const whole = (min: number, max: number): Range => ({ min, max, whole: true });
const real = (min: number, max: number): Range => ({ min, max, whole: false });
/** Of activations or data that are left out: not nearly all of them. */
const share = real(0, 0.9);

/** Of an analysis. */
export const analysisRanges = {
  frames: whole(1, 1_000_000),
  step: whole(1, 1_000_000),
  framesPerSecond: real(0.01, 1000),
  minFacePx: whole(12, 2000),
  detectSizePx: whole(64, 16_384),
  stream: whole(0, 1000),
  maxFaces: whole(1, 10_000),
} as const;

/** Of the parts of the review beside the picture: width of the panel, height of the scores, side of a crop, in px. */
export const layoutRanges = {
  panelPx: whole(260, 4000),
  chartPx: whole(80, 2000),
  cropPx: whole(40, 1000),
} as const;

/** Of experiments and trainings. */
export const labRanges = {
  frames: whole(1, 10_000),
  seed: whole(0, 2 ** 31),
  folds: whole(2, 20),
  learningRate: real(1e-8, 10),
  batchSize: whole(4, 4096),
  epochs: whole(1, 100_000),
  hidden: whole(1, 8192),
  dropout: share,
  beta1: real(0, 0.9999),
  beta2: real(0, 0.99999),
  epsilon: real(1e-12, 1e-2),
  scheduleDecay: real(0, 1),
  validationShare: share,
  copies: whole(0, 16),
  rotationDegrees: real(0, 180),
  zoom: share,
  shift: share,
  units: whole(1, 4096),
  layer: whole(1, 4096),
  margin: real(0, 100),
  neighbours: whole(1, 50),
} as const;
