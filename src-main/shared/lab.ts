/**
 * The words of the model lab, shared by engine, window and command line: labelled sets, their splits, experiments
 * on them and what came out. Fake is the positive class; every figure carries its counts and a 95 % interval.
 */
import { z } from 'zod';
import type { JobState, Label } from './domain.ts';
import type { ErrorReport } from './errors.ts';
import type { Estimate } from './model-card.ts';
import { rangeSchema } from './range-schema.ts';
import { labRanges } from './ranges.ts';

/** How a set was laid out on disk, and so where its labels come from. */
export type DatasetLayout = 'celeb-df' | 'faceforensics' | 'dfdc' | 'folders' | 'manifest';

/** `pictures`: a folder of frames or face crops of one clip, or one picture of its own. */
export type ItemKind = 'video' | 'pictures';

/** Part of the set's own split, where its makers gave one. */
export type OfficialPart = 'train' | 'validation' | 'test';

/** One labelled clip. */
export interface DatasetItem {
  id: number;
  /** Absolute. */
  path: string;
  kind: ItemKind;
  label: Label;
  /** How the fake was made; null for real clips and where nobody says. */
  method: string | null;
  /** Set that it was taken from, where one set gathers several. */
  collection: string | null;
  /** Who is seen, or whose performance it is in a manipulated clip. */
  identity: string;
  /** Others whose face went into the clip. */
  donors: string[];
  /** Clips of one recording share it. */
  source: string;
  part: OfficialPart | null;
  sizeBytes: number;
  /** Of the file, or of the names and hashes of a folder's pictures. */
  sha256: string;
  /** The item that this one repeats; it stays in the list and takes no part in experiments. */
  duplicateOf: number | null;
}

export interface LabelCount {
  name: string;
  real: number;
  fake: number;
}

export interface DatasetSummary {
  id: number;
  name: string;
  folder: string;
  layout: DatasetLayout;
  importedAt: string;
  items: number;
  real: number;
  fake: number;
  /** People with a name. */
  identities: number;
  /** Clips whose person has no name. */
  unnamed: number;
  duplicates: number;
  hasOfficialSplit: boolean;
}

export interface DatasetDetail {
  summary: DatasetSummary;
  byMethod: LabelCount[];
  byCollection: LabelCount[];
  byIdentity: LabelCount[];
  /** Left out, each with the reason. */
  refused: { path: string; reason: string }[];
  /** Pairs that show the same: by hash, or alike by their frames. */
  duplicates: { path: string; of: string; kind: 'same-file' | 'alike' }[];
  splits: SplitSummary[];
}

/**
 * `by-identity`: no person (seen, donor or look-alike) and no source recording on two sides; `by-frame` deals faces
 * at random when an experiment runs, leaks people, and is only shown beside one of the others.
 */
export type SplitKind = 'official' | 'by-identity' | 'by-video' | 'by-frame';

/** What a data set can be split by once and for all: clips stay whole. */
export type StoredSplitKind = Exclude<SplitKind, 'by-frame'>;

export interface SplitSummary {
  id: number;
  datasetId: number;
  kind: StoredSplitKind;
  seed: number;
  /** Folds, each held out in turn; of an official split only the test part is held out, as fold 0. */
  folds: number;
  createdAt: string;
  /** Independent groups that were dealt out. */
  groups: number;
  counts: { fold: number; real: number; fake: number }[];
}

const seed = rangeSchema(labRanges.seed);
const epochs = rangeSchema(labRanges.epochs);
const batchSize = rangeSchema(labRanges.batchSize);
const learningRate = rangeSchema(labRanges.learningRate);
const validationShare = rangeSchema(labRanges.validationShare);
const dropout = rangeSchema(labRanges.dropout);
const frames = rangeSchema(labRanges.frames);

const sampling = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first'), count: frames }),
  z.object({ kind: z.literal('spread'), count: frames }),
]);

const common = {
  name: z.string().min(1).max(200),
  datasetId: z.number().int().positive(),
  /** The split that is held out. */
  splitId: z.number().int().positive(),
  /** Also run on the paper's split by frame, for the figure that it would have claimed. */
  leaky: z.boolean(),
  sampling,
  /** Name of an installed embedder: what pictures are turned into before anything is trained. */
  embedder: z.string().min(1),
  seed,
};

/** Ranges of Keras's ImageDataGenerator, in its units: degrees, and shares of the picture's side. */
const augmentation = z.object({
  /** Augmented copies of each training face beside the face itself; 0 switches it off. */
  copies: rangeSchema(labRanges.copies),
  rotationDegrees: rangeSchema(labRanges.rotationDegrees),
  zoom: rangeSchema(labRanges.zoom),
  widthShift: rangeSchema(labRanges.shift),
  heightShift: rangeSchema(labRanges.shift),
  flip: z.boolean(),
});
export type Augmentation = z.infer<typeof augmentation>;

const trial = z.object({ learningRate, batchSize, epochs });
export type Trial = z.infer<typeof trial>;

/** Table I and rows 1 and 3 of Table III: dense layers and softmax on a frozen net, trained with Nadam. */
const softmaxParameters = z.object({
  kind: z.literal('softmax'),
  ...common,
  /** One row of the trial table each. */
  trials: z.array(trial).min(1).max(64),
  hidden: rangeSchema(labRanges.hidden),
  /** After the pooled features and after the hidden layer. */
  dropouts: z.tuple([dropout, dropout]),
  /** Of Keras's Nadam (Dozat 2016): β₁, β₂, ε and the decay of its momentum schedule. */
  beta1: rangeSchema(labRanges.beta1),
  beta2: rangeSchema(labRanges.beta2),
  epsilon: rangeSchema(labRanges.epsilon),
  scheduleDecay: rangeSchema(labRanges.scheduleDecay),
  validationShare,
  augmentation,
});

/** Row 2 of Table III: an LSTM over the features of a video's frames, then softmax. */
const lstmParameters = z.object({
  kind: z.literal('lstm'),
  ...common,
  units: rangeSchema(labRanges.units),
  learningRate,
  batchSize,
  epochs,
  validationShare,
});

export const metricLosses = [
  'triplet-semi-hard',
  'triplet-batch-hard',
  'contrastive',
  'multi-similarity',
  'alignment-uniformity',
] as const;
export type MetricLoss = (typeof metricLosses)[number];

export const faceClassifiers = [
  'sgd',
  'forest',
  'logistic-regression',
  'nearest-neighbours',
  'perceptron',
  'decision-tree',
] as const;
export type FaceClassifierName = (typeof faceClassifiers)[number];

/** Row 4 of Table III and Table II: a head trained by metric learning, and classifiers on its vectors. */
const metricParameters = z.object({
  kind: z.literal('metric-learning'),
  ...common,
  loss: z.enum(metricLosses),
  layers: z.array(rangeSchema(labRanges.layer)).min(1).max(8),
  dropout,
  margin: rangeSchema(labRanges.margin),
  learningRate,
  batchSize: batchSize.multipleOf(2, 'must be even: half of each batch is real and half fake'),
  epochs,
  classifiers: z.array(z.enum(faceClassifiers)).min(1),
});

export const experimentParameters = z.discriminatedUnion('kind', [
  softmaxParameters,
  lstmParameters,
  metricParameters,
]);
export type ExperimentParameters = z.infer<typeof experimentParameters>;
export type ExperimentKind = ExperimentParameters['kind'];
export type SoftmaxParameters = z.infer<typeof softmaxParameters>;
export type LstmParameters = z.infer<typeof lstmParameters>;
export type MetricParameters = z.infer<typeof metricParameters>;

/** One epoch of one training; `stage` says which, such as "by-identity, fold 2" or "trial 1". */
export interface EpochFigures {
  stage: string;
  epoch: number;
  loss: number;
  /** Share of right answers while training; for metric learning, of triplets that keep the margin. */
  accuracy: number;
  validationLoss: number | null;
  validationAccuracy: number | null;
}

/** One held-out score: a face, or a video as the mean of its faces. */
export interface HeldOutFigure {
  label: Label;
  /** Clip. */
  itemId: number;
  /** Independent group, which bootstrap draws whole. */
  group: number;
  /** In [0, 1]. */
  score: number;
}

/** A row of Table II, for one classifier on one split. */
export interface JudgedRow {
  classifier: string;
  split: SplitKind;
  level: 'face' | 'video';
  real: number;
  fake: number;
  /** Scores at or above it are called fake. */
  threshold: number;
  auc: Estimate;
  eer: Estimate;
  accuracy: Estimate;
  balancedAccuracy: Estimate;
  precision: Estimate;
  recall: Estimate;
  f1: Estimate;
  /** Fakes found when 1 % of real videos are called fake. */
  recallAt1: Estimate;
  brier: Estimate;
  /** Log cost of the scores read as likelihood ratios, in bits; 1 is that of saying nothing. */
  cllr: Estimate;
}

export interface ConfusionCounts {
  trueNegatives: number;
  falsePositives: number;
  falseNegatives: number;
  truePositives: number;
}

export interface CurvePoint {
  x: number;
  y: number;
}

/** The curves of one classifier on one split, by video. */
export interface JudgedCurves {
  classifier: string;
  split: SplitKind;
  /** [false-positive rate, true-positive rate] with the 95 % band of the latter. */
  roc: { x: number; y: number; low: number; high: number }[];
  /** [recall, precision] */
  precisionRecall: CurvePoint[];
  /** Mean score and share of fakes in each bin of the score, with the bin's count. */
  calibration: { score: number; fakes: number; count: number }[];
  /** Counts by score, 20 bins of equal width. */
  histogram: { real: number[]; fake: number[] };
  confusion: ConfusionCounts;
}

/** A row of the trial table (Table I). */
export interface TrialRow extends Trial {
  validationAccuracy: number;
  validationLoss: number;
  accuracy: Estimate;
  auc: Estimate;
}

/** One face in a picture of many vectors. */
export interface LaidOutFace {
  faceId: number;
  x: number;
  y: number;
  label: Label;
}

export interface VectorLayout {
  method: 't-sne' | 'umap';
  /** Before the head (the embedder's vectors) or after it. */
  stage: 'before' | 'after';
  points: LaidOutFace[];
}

/** How a model holds when the clips are made worse: see `engine/media/degrade.ts`. */
export interface RobustnessRow {
  /** A name of `degradations`, or a range of face sizes in pixels. */
  condition: string;
  by: 'degradation' | 'face-size';
  real: number;
  fake: number;
  auc: Estimate;
  error: Estimate;
}

export interface ExperimentResult {
  faces: number;
  videos: number;
  /** Clips that gave no usable face, or of people or recordings that the embedder was trained on, with the reason. */
  leftOut: { path: string; reason: string }[];
  /** Independent groups of people and sources. */
  groups: number;
  trials: TrialRow[];
  rows: JudgedRow[];
  curves: JudgedCurves[];
  layouts: VectorLayout[];
  robustness: RobustnessRow[];
  /** What a reader must know before quoting a figure, as sentences. */
  remarks: string[];
}

export type RunState = JobState | 'paused';

export interface RunSummary {
  id: number;
  name: string;
  kind: ExperimentKind;
  datasetId: number;
  dataset: string;
  split: StoredSplitKind;
  embedder: string;
  state: RunState;
  /** TensorFlow.js backend, known once it runs. */
  backend: string | null;
  createdAt: string;
  finishedAt: string | null;
  error: ErrorReport | null;
  /** Of the first classifier by video on the chosen split; null before there is one. */
  auc: Estimate | null;
  leakyAuc: Estimate | null;
}

export interface RunDetail {
  run: RunSummary;
  parameters: ExperimentParameters;
  split: SplitSummary;
  epochs: EpochFigures[];
  log: { at: string; line: string }[];
  result: ExperimentResult | null;
}

export interface RunProgress {
  runId: number;
  /** What is being done, such as "faces", "embeddings", "by-identity, fold 2". */
  stage: string;
  done: number;
  total: number | null;
  etaMs: number | null;
  /** The newest epoch, when one has just ended. */
  epoch: EpochFigures | null;
}

export interface NeighbourFace {
  faceId: number;
  label: Label;
  path: string;
  identity: string;
  /** Squared Euclidean, between the embedder's unit vectors. */
  distance: number;
}

export interface FaceNeighbours {
  faceId: number;
  embedder: string;
  real: NeighbourFace[];
  fake: NeighbourFace[];
}
