/**
 * The experiments of 'Deep Fake Detection using Metric Learning' (Ayyappan, Singh, Datta) with the parameters that its
 * authors used. They are not in `lab.ts`, so the window can show them without loading zod.
 */
import type {
  Augmentation,
  ExperimentParameters,
  LstmParameters,
  MetricParameters,
  SoftmaxParameters,
  Trial,
} from './lab.ts';

/** All parameters except those that the user must choose: the data set, its split and the embedder. */
export type ExperimentDefaults<P extends ExperimentParameters> = Omit<
  P,
  'datasetId' | 'splitId' | 'embedder'
>;

/** The paper names what it varied but gives no ranges. These are the usual ranges for faces. */
export const defaultAugmentation: Augmentation = {
  copies: 1,
  rotationDegrees: 15,
  zoom: 0.15,
  widthShift: 0.1,
  heightShift: 0.1,
  flip: true,
};

/** Used if the paper's network is not installed. It also tells people apart. */
export const defaultEmbedder = 'faceplugin-feature';

/** Table I. */
export const learningRateTrials: readonly Trial[] = [
  { learningRate: 0.1, batchSize: 64, epochs: 10 },
  { learningRate: 0.05, batchSize: 64, epochs: 10 },
  { learningRate: 0.01, batchSize: 64, epochs: 10 },
];

/** Row 3 of Table III: Xception on both Celeb-DF sets. */
export const bothSetsTrials: readonly Trial[] = [{ learningRate: 0.05, batchSize: 64, epochs: 30 }];

const common = {
  leaky: true,
  sampling: { kind: 'first', count: 25 },
  seed: 1,
} as const;

export const softmaxDefaults: ExperimentDefaults<SoftmaxParameters> = {
  kind: 'softmax',
  name: 'Softmax trials',
  ...common,
  trials: [...learningRateTrials],
  hidden: 512,
  dropouts: [0.4, 0.5],
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  scheduleDecay: 0.004,
  validationShare: 0.15,
  augmentation: defaultAugmentation,
};

export const lstmDefaults: ExperimentDefaults<LstmParameters> = {
  kind: 'lstm',
  name: 'LSTM over frames',
  ...common,
  units: 256,
  learningRate: 0.01,
  batchSize: 64,
  epochs: 30,
  validationShare: 0.15,
};

export const metricDefaults: ExperimentDefaults<MetricParameters> = {
  kind: 'metric-learning',
  name: 'Metric learning and classifiers',
  ...common,
  loss: 'triplet-semi-hard',
  layers: [256, 256, 128, 64],
  dropout: 0.1,
  margin: 1,
  learningRate: 3e-4,
  batchSize: 32,
  epochs: 100,
  classifiers: ['sgd', 'forest', 'logistic-regression', 'nearest-neighbours', 'perceptron', 'decision-tree'],
};

export const splitDefaults = { folds: 5, seed: 1 } as const;
