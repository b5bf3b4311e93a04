/** Labelled faces to a model with honest error rates: the whole of training, as it may be read aloud. */
import type { DecisionBand, Label, Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import { familiarLimit } from '../classifiers/nearest-neighbours.ts';
import type { ForestModel } from '../classifiers/random-forest.ts';
import type { Calibrations } from '../classifiers/score-vectors.ts';
import type { SgdModel } from '../classifiers/sgd.ts';
import type { LikelihoodScale } from '../classifiers/likelihood-ratio.ts';
import { frameFolds, groupedFolds, independentGroups } from '../evaluation/splits.ts';
import { groupedBy } from '../grouped.ts';
import type { ProjectionHead } from '../metric-learning/projection-head.ts';
import { loadTensorFlow } from '../metric-learning/tensorflow.ts';
import { defaultHeadSettings } from '../metric-learning/train-head.ts';
import type { HeadSettings } from '../metric-learning/train-head.ts';
import { buildCard } from './build-card.ts';
import { crossValidate } from './cross-validate.ts';
import { MIN_USABLE_FACES } from '../verdict/decide.ts';
import { decisionBand } from './decision-band.ts';
import { fitStages } from './fit-stages.ts';
import { fitLikelihood } from './fit-likelihood.ts';
import { judgeHeldOut } from './judge-held-out.ts';
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
  likelihood: LikelihoodScale | null;
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
  const judged = videosWithEnoughFaces(samples);
  checkCounts(samples, judged);
  const groups = independentGroups(samples);
  const folds = Math.min(FOLDS, new Set(groups).size);
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

  const groupOf = new Map(samples.map(({ video }, index) => [video, groups[index]!]));
  const judging = { margin: 1 / (groupOf.size + 2), seed, groupOf };
  const honestFolds = groupedFolds(samples, { folds, seed });
  const everyFold = [...new Set(honestFolds)].sort((a, b) => a - b);
  const held = await crossValidate(runtime, samples, honestFolds, everyFold, settings, hooks);
  const honest = judgeHeldOut(held, {
    ...{ split: 'by-identity', ...judging },
    isJudged: (video) => judged.has(video),
  });

  const leakyFolds = frameFolds(samples, { folds: FOLDS, seed });
  const leaked = await crossValidate(runtime, samples, leakyFolds, [0], settings, hooks);
  const regrouped = frameFolds(
    leaked.map(({ sample }) => sample),
    { folds: FOLDS, seed },
  );
  const leaky = judgeHeldOut(
    leaked.map((face, index) => ({ ...face, fold: regrouped[index]! })),
    // A fifth of a clip's faces is too few for most clips to be judged as in casework.
    { split: 'by-frame', ...judging, isJudged: () => true },
  );

  const fitted = await fitStages(runtime, samples, settings, hooks);
  const { auc } = honest.metrics.find((row) => row.level === 'video' && row.classifier === 'combined')!;
  const band = decisionBand(honest.videos, auc);
  const likelihood = fitLikelihood(honest.videos, seed);
  const labels = samples.map(({ label }) => label);
  const card = buildCard({
    ...{ samples, settings, folds, options, band, likelihood, honest, leaky },
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
      ...{ sgd: honest.calibrations.sgd.curve, forest: honest.calibrations.forest.curve },
      margin: judging.margin,
      familiarLimit: familiarLimit(held.map(({ nearest }) => nearest)),
    },
    ...{ band, card, likelihood: likelihood.scale },
  };
}

/** The settings that were given, without the gaps that would hide the defaults. */
function chosen(options: TrainingOptions): Partial<HeadSettings> {
  const { seed, epochs, batchSize, learningRate, loss, margin, layers, dropout } = options;
  const given = Object.entries({ seed, epochs, batchSize, learningRate, loss, margin, layers, dropout });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** Those that casework would judge; the others are trained on, but no figure by video rests on them. */
function videosWithEnoughFaces(samples: readonly TrainingSample[]): Set<string> {
  const clips = [...groupedBy(samples, ({ video }) => video)];
  return new Set(clips.filter(([, faces]) => faces.length >= MIN_USABLE_FACES).map(([video]) => video));
}

/** @throws EngineError train/too-little-data */
function checkCounts(samples: readonly TrainingSample[], judged: ReadonlySet<string>): void {
  const count = (label: Label) =>
    new Set(
      samples.filter((each) => each.label === label && judged.has(each.video)).map(({ video }) => video),
    ).size;
  const videos = { real: count('real'), fake: count('fake') };
  if (Math.min(videos.real, videos.fake) >= MIN_VIDEOS) return;
  throw new EngineError(
    'train/too-little-data',
    `training needs at least ${MIN_VIDEOS} real and ${MIN_VIDEOS} fake videos with ${MIN_USABLE_FACES} usable faces ` +
      `or more; there are ${videos.real} and ${videos.fake}: add labelled clips`,
  );
}
