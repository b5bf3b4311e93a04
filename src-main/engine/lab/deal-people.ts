/**
 * A data set to faces whose people are dealt into folds: who looks like one person stays together, and enough clips are
 * there to hold some out.
 */
import type { Label } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { SplitSummary } from '../../shared/lab.ts';
import type { TrainedOn } from '../embedding/trained-on.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { WorkRun } from '../support/work-run.ts';
import { videosWithEnoughFaces } from '../training/held-out-clips.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import { usableItems } from './dataset-items.ts';
import { faceStore } from './face-store.ts';
import { gatherFaces, type FaceSource } from './gather-faces.ts';
import type { LabDatabase } from './lab-database.ts';
import type { LabFace } from './run-plans.ts';
import { splitStore } from './split-store.ts';

/** Runs of the cross-validation; fewer where the data has fewer independent groups. */
const FOLDS = 5;

/** Two a class are left to train on when any one fold is held out. */
export const MIN_VIDEOS = 4;

interface DealWish {
  datasetId: number;
  /** Frames a clip, spread over its length. */
  frames: number;
  seed: number;
  /** Whom the network was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
}

/** @throws EngineError train/too-little-data */
export async function dealPeople(
  db: LabDatabase,
  { datasetId, frames, seed, trainedOn }: DealWish,
  tools: FaceTools,
  { signal, onProgress }: WorkRun,
): Promise<FaceSource & { split: SplitSummary }> {
  const splits = splitStore(db);
  const items = usableItems(db, datasetId);
  const source = { items, store: faceStore(db), tools, trainedOn };
  // All in one fold until it is known which clips show one person.
  const undealt = new Map(items.map(({ id }) => [id, { fold: 0, group: 0 }]));
  const { faces } = await gatherFaces(
    { ...source, split: { kind: 'by-identity' }, places: undealt },
    { datasetId, sampling: { kind: 'spread', count: frames } },
    null,
    { signal, onProgress },
  );
  const judged = videosWithEnoughFaces(faces);
  requireCounts(faces, judged);
  const split = splits.create({
    ...{ datasetId, kind: 'by-identity', seed, alike: alikeItems(faces) },
    folds: Math.min(FOLDS, new Set(faces.map(({ group }) => group)).size),
  });
  const places = new Map(splits.places(split.id).map(({ itemId, ...place }) => [itemId, place]));
  requireHeldOut(
    faces.filter(({ video }) => judged.has(video)).map(({ itemId }) => places.get(itemId)!.fold),
  );
  return { ...source, split, places };
}

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
      `or more. There are ${videos.real} real and ${videos.fake} fake ones. Add labelled clips, or take more frames of each.`,
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
