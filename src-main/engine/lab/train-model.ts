/** A data set of the lab to a model: faces, who looks like one person, a split by that, a run and its publishing. */
import type { Label, Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { metricDefaults } from '../../shared/lab-defaults.ts';
import type { MetricParameters } from '../../shared/lab.ts';
import type { TrainedOn } from '../embedding/trained-on.ts';
import { isDegradation, type DegradationName } from '../../shared/degradation-names.ts';
import { defaultHeadSettings, type HeadSettings } from '../metric-learning/train-head.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { videosWithEnoughFaces } from '../training/held-out-clips.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import { datasetStore } from './dataset-store.ts';
import { usableItems } from './dataset-items.ts';
import { faceStore } from './face-store.ts';
import { gatherFaces } from './gather-faces.ts';
import type { LabDatabase } from './lab-database.ts';
import { publishRun, type PublishedModel } from './publish.ts';
import type { LabFace } from './run-plans.ts';
import { runStore } from './run-store.ts';
import { splitStore } from './split-store.ts';
import type { WorkRun } from '../support/work-run.ts';

export interface ModelTraining extends Partial<HeadSettings> {
  /** Where the model goes; its last part is the model's name. */
  folder: string;
  /** Terms under which the model may be used. */
  licence: string;
  /** Frames a clip, spread over its length. */
  frames: number;
  /** Ways in which the held-out videos are made worse, to measure how the model holds. */
  conditions: readonly DegradationName[];
  /** Whom the embedder was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
}

/** Runs of the cross-validation; fewer where the data has fewer independent groups. */
const FOLDS = 5;

/** Two a class are left to train on when any one fold is held out. */
const MIN_VIDEOS = 4;

/** @throws EngineError train/too-little-data, models/write-failed */
export async function trainModel(
  db: LabDatabase,
  datasetId: number,
  { folder, licence, frames, conditions, trainedOn, ...settings }: ModelTraining,
  tools: FaceTools,
  { signal, onProgress }: WorkRun,
): Promise<PublishedModel> {
  const [splits, runs] = [splitStore(db), runStore(db)];
  const sampling = { kind: 'spread', count: frames } as const;
  const items = usableItems(db, datasetId);
  const source = { items, store: faceStore(db), tools, trainedOn };
  // All in one fold until it is known which clips show one person.
  const undealt = new Map(items.map(({ id }) => [id, { fold: 0, group: 0 }]));
  const { faces } = await gatherFaces(
    { ...source, split: { kind: 'by-identity' }, places: undealt },
    { datasetId, sampling },
    null,
    { signal, onProgress },
  );
  const judged = videosWithEnoughFaces(faces);
  requireCounts(faces, judged);
  const head = { ...defaultHeadSettings, ...chosen(settings) };
  const split = splits.create({
    ...{ datasetId, kind: 'by-identity', seed: head.seed, alike: alikeItems(faces) },
    folds: Math.min(FOLDS, new Set(faces.map(({ group }) => group)).size),
  });
  const places = new Map(splits.places(split.id).map(({ itemId, ...place }) => [itemId, place]));
  requireHeldOut(
    faces.filter(({ video }) => judged.has(video)).map(({ itemId }) => places.get(itemId)!.fold),
  );
  const parameters: MetricParameters = {
    ...{ ...metricDefaults, ...head, layers: [...head.layers], datasetId, splitId: split.id },
    ...{ embedder: tools.embedder.name, sampling, leaky: true, classifiers: ['sgd', 'forest'] },
  };
  const networks = { embedderSha256: tools.embedder.sha256, identitySha256: tools.identity.sha256 };
  const { id } = runs.create(parameters, networks);
  const { name: dataset } = datasetStore(db).detail(datasetId).summary;
  return publishRun(
    ...([{ id, dataset, backend: null }, parameters, { folder, licence, conditions }] as const),
    ...([{ ...source, split, places }, runs] as const),
    {
      signal,
      onProgress: ({ stage, epoch, done, total }) =>
        onProgress({ stage: epoch ? 'train' : stageOf(stage), done, total }),
    },
  );
}

const stageOf = (stage: string) => (isDegradation(stage) ? 'degrade' : (stage as Progress['stage']));

/** The settings that were given, without the gaps that would hide the defaults. */
const chosen = (settings: Partial<HeadSettings>): Partial<HeadSettings> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/** Of each clip that shows a face, the clips that show somebody who looks like the same person. */
function alikeItems(faces: readonly LabFace[]): Map<number, number[]> {
  const itemOf = new Map(faces.map(({ video, itemId }) => [video, itemId]));
  return new Map(faces.map(({ itemId, alike = [] }) => [itemId, alike.map((video) => itemOf.get(video)!)]));
}

/** @throws EngineError train/too-little-data */
function requireCounts(faces: readonly LabFace[], judged: ReadonlySet<string>): void {
  const count = (label: Label) =>
    new Set(faces.filter((each) => each.label === label && judged.has(each.video)).map(({ video }) => video))
      .size;
  const videos = { real: count('real'), fake: count('fake') };
  if (Math.min(videos.real, videos.fake) >= MIN_VIDEOS) return;
  throw new EngineError(
    'train/too-little-data',
    `Training needs at least ${MIN_VIDEOS} real and ${MIN_VIDEOS} fake videos with ${MIN_USABLE_FACES} usable faces ` +
      `or more. There are ${videos.real} real and ${videos.fake} fake ones. Add labelled clips.`,
  );
}

/** @param folds of the clips that casework would judge @throws EngineError train/too-little-data */
function requireHeldOut(folds: readonly number[]): void {
  if (new Set(folds).size >= 2) return;
  throw new EngineError(
    'train/too-little-data',
    `All clips with ${MIN_USABLE_FACES} usable faces or more share people or recordings with each other, so none can ` +
      'be held out. Add clips of other people.',
  );
}
