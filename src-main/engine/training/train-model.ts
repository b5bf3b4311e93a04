/** Labelled faces to a model with honest error rates: the whole of training, as it may be read aloud. */
import type { DecisionBand, Label, Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { LikelihoodScale } from '../classifiers/classifier-model.ts';
import { familiarLimit } from '../classifiers/nearest-neighbours.ts';
import type { ForestModel } from '../classifiers/random-forest.ts';
import type { Calibrations } from '../classifiers/score-vectors.ts';
import type { SgdModel } from '../classifiers/sgd.ts';
import { log10BoundOf } from '../evaluation/likelihood-ratio.ts';
import { frameFolds, groupedFolds, independentGroups } from '../evaluation/splits.ts';
import type { ProjectionHead } from '../metric-learning/projection-head.ts';
import { loadTensorFlow } from '../metric-learning/tensorflow.ts';
import { defaultHeadSettings } from '../metric-learning/train-head.ts';
import type { HeadSettings } from '../metric-learning/train-head.ts';
import { buildCard } from './build-card.ts';
import { crossValidate } from './cross-validate.ts';
import { decisionBand } from './decision-band.ts';
import { fitStages } from './fit-stages.ts';
import { PRIOR_FAKE } from './fit-calibration.ts';
import { judgeHeldOut, videoScores } from './judge-held-out.ts';
import type { TrainingSample } from './training-sample.ts';
import { tsneLayout } from './tsne.ts';

export interface TrainingOptions extends Partial<HeadSettings> {
  /** Name of the model, also of its folder. */
  name: string;
  /** What the data is called in tables. */
  dataName: string;
  embedder: { name: string; sha256: string };
  /** Terms under which the model may be used. */
  licence: string;
}

export interface TrainingHooks {
  signal?: AbortSignal;
  /** Epochs of all runs together. */
  onProgress?: (progress: Progress) => void;
}

/** All that `writeModel` puts into a folder. */
export interface TrainedModel {
  name: string;
  embedder: { name: string; sha256: string; length: number };
  head: ProjectionHead;
  sgd: SgdModel;
  forest: ForestModel;
  calibrations: Calibrations;
  vectors: readonly Float32Array[];
  fakes: readonly boolean[];
  band: DecisionBand;
  likelihood: LikelihoodScale;
  card: ModelCard;
}

/** Runs of the cross-validation; fewer where the data has fewer independent groups. */
const FOLDS = 5;

/** Two a class are left to train on when any one fold is held out. */
const MIN_VIDEOS = 4;

/** @throws EngineError train/too-little-data */
export async function trainModel(
  samples: readonly TrainingSample[],
  options: TrainingOptions,
  { signal, onProgress }: TrainingHooks = {},
): Promise<TrainedModel> {
  const settings: HeadSettings = { ...defaultHeadSettings, ...chosen(options) };
  const { seed } = settings;
  const videos = countVideos(samples);
  const folds = Math.min(FOLDS, new Set(independentGroups(samples)).size);
  if (folds < 2) {
    throw new EngineError(
      'train/too-little-data',
      'every clip shares a person or a source with every other, so none can be held out: add clips of other people',
    );
  }
  const total = settings.epochs * (folds + 2);
  let done = 0;
  const hooks = { signal, onEpoch: () => onProgress?.({ stage: 'train', done: (done += 1), total }) };
  const runtime = await loadTensorFlow();

  const margin = 1 / (videos.real + videos.fake + 2);
  const honestFolds = groupedFolds(samples, { folds, seed });
  const everyFold = [...new Set(honestFolds)].sort((a, b) => a - b);
  const held = await crossValidate(runtime, samples, honestFolds, everyFold, settings, hooks);
  const honest = judgeHeldOut(held, { split: 'by-identity', margin, seed });

  const leakyFolds = frameFolds(samples, { folds: FOLDS, seed });
  const leaked = await crossValidate(runtime, samples, leakyFolds, [0], settings, hooks);
  const regrouped = frameFolds(
    leaked.map(({ sample }) => sample),
    { folds: FOLDS, seed },
  );
  const leaky = judgeHeldOut(
    leaked.map((face, index) => ({ ...face, fold: regrouped[index]! })),
    { split: 'by-frame', margin, seed },
  );

  const fitted = await fitStages(runtime, samples, settings, hooks);
  const band = decisionBand(videoScores(honest.faces, 'combined'));
  const labels = samples.map(({ label }) => label);
  const card = buildCard({
    ...{ samples, settings, folds, options, band, honest, leaky },
    backend: runtime.backend,
    history: fitted.history,
    tsne: await tsneLayout(fitted.vectors, labels, seed, signal),
  });
  return {
    name: options.name,
    embedder: { ...options.embedder, length: samples[0]!.embedding.length },
    ...{ head: fitted.head, sgd: fitted.sgd, forest: fitted.forest, vectors: fitted.vectors },
    fakes: labels.map((label) => label === 'fake'),
    calibrations: {
      ...{ sgd: honest.calibrations.sgd.curve, forest: honest.calibrations.forest.curve, margin },
      familiarLimit: familiarLimit(held.map(({ nearest }) => nearest)),
    },
    ...{ band, card },
    likelihood: { priorFake: PRIOR_FAKE, log10Bound: log10BoundOf(videos.real, videos.fake) },
  };
}

/** The settings that were given, without the gaps that would hide the defaults. */
function chosen(options: TrainingOptions): Partial<HeadSettings> {
  const { seed, epochs, batchSize, learningRate, margin } = options;
  const given = Object.entries({ seed, epochs, batchSize, learningRate, margin });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** @throws EngineError train/too-little-data */
function countVideos(samples: readonly TrainingSample[]): Record<Label, number> {
  const count = (label: Label) =>
    new Set(samples.filter((sample) => sample.label === label).map(({ video }) => video)).size;
  const videos = { real: count('real'), fake: count('fake') };
  if (Math.min(videos.real, videos.fake) < MIN_VIDEOS) {
    throw new EngineError(
      'train/too-little-data',
      `training needs usable faces from at least ${MIN_VIDEOS} real and ${MIN_VIDEOS} fake videos; ` +
        `there are ${videos.real} and ${videos.fake}: add labelled clips`,
    );
  }
  return videos;
}
