/** Labelled faces to a model with honest error rates: the whole of training, as it may be read aloud. */
import type { Label, Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { KnownClips } from '../embedding/trained-on.ts';
import { frameFolds, groupedFolds, independentGroups } from '../evaluation/splits.ts';
import { loadTensorFlow } from '../metric-learning/tensorflow.ts';
import { defaultHeadSettings } from '../metric-learning/train-head.ts';
import type { HeadSettings } from '../metric-learning/train-head.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import { assembleModel, type TrainedModel, type TrainingEmbedder } from './assemble-model.ts';
import { crossValidate } from './cross-validate.ts';
import { dealtByGroups } from './dealt-by-groups.ts';
import { videosWithEnoughFaces } from './enough-faces.ts';
import type { DegradedClips } from './extract-degraded.ts';
import { fitStages } from './fit-stages.ts';
import type { TrainingSample } from './training-sample.ts';

export interface TrainingOptions extends Partial<HeadSettings> {
  /** Name of the model, also of its folder. */
  name: string;
  /** What the data is called in tables. */
  dataName: string;
  embedder: TrainingEmbedder;
  /** Terms under which the model may be used. */
  licence: string;
  knownClips?: KnownClips | null | undefined;
  /** Copies of clips that were made worse, to be scored beside them. */
  degraded?: DegradedClips | undefined;
}

export interface TrainingHooks {
  signal?: AbortSignal;
  /** Epochs of all runs together. */
  onProgress?: (progress: Progress) => void;
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
  const honestFolds = groupedFolds(samples, { folds, seed });
  const judgedFolds = new Set(honestFolds.filter((_, index) => judged.has(samples[index]!.video)));
  if (judgedFolds.size < 2) {
    throw new EngineError(
      'train/too-little-data',
      `every clip with ${MIN_USABLE_FACES} usable faces or more shares a person or a source with every other, so none can ` +
        'be held out: add clips of other people',
    );
  }
  const total = settings.epochs * (folds + 2);
  let done = 0;
  const hooks = { signal, onEpoch: () => onProgress?.({ stage: 'train', done: (done += 1), total }) };
  const runtime = await loadTensorFlow();

  const groupOf = new Map(samples.map(({ video }, index) => [video, groups[index]!]));
  const everyFold = [...new Set(honestFolds)].sort((a, b) => a - b);
  const { degraded } = options;
  const held = await crossValidate(
    runtime,
    samples,
    { foldOf: honestFolds, heldOut: everyFold, copies: degraded?.samples ?? [] },
    settings,
    hooks,
  );
  const leakyFolds = frameFolds(samples, { folds: FOLDS, seed });
  const leaky = { foldOf: leakyFolds, heldOut: [0] };
  const { faces: leaked } = await crossValidate(runtime, samples, leaky, settings, hooks);
  const fitted = await fitStages(runtime, samples, settings, hooks);
  return assembleModel(
    {
      ...{
        samples,
        held: held.faces,
        leaked,
        fitted,
        groupOf,
        folds,
        settings,
        options,
        backend: runtime.backend,
      },
      degraded: degraded ? { clips: degraded, held: held.copies } : null,
      splitText: { byIdentity: dealtByGroups(samples), byFrame: 'one fifth' },
    },
    signal,
  );
}

/** The settings that were given, without the gaps that would hide the defaults. */
function chosen(options: TrainingOptions): Partial<HeadSettings> {
  const { seed, epochs, batchSize, learningRate, loss, margin, layers, dropout } = options;
  const given = Object.entries({ seed, epochs, batchSize, learningRate, loss, margin, layers, dropout });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
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
