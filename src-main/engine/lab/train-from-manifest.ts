/** A table of labelled clips to a model folder, by way of a data set in a temporary lab. */
import type { Label } from '../../shared/domain.ts';
import { EngineError, type ErrorReport } from '../../shared/errors.ts';
import { countOf } from '../../shared/wording.ts';
import { isTrainedOn, type TrainedOn } from '../embedding/trained-on.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { degradations } from '../media/degradations.ts';
import { requireEncoder } from '../media/degrade.ts';
import { requireModelPlace } from '../models/write-model.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { TrainedModel } from '../training/assemble-model.ts';
import type { ManifestClip } from '../training/clip-table.ts';
import { readTrainingManifest } from '../training/training-manifest.ts';
import type { FailedItem } from './face-store.ts';
import { MIN_VIDEOS } from './deal-people.ts';
import { clipsToItems } from './layouts/manifest.ts';
import { trainModel, type ModelTraining } from './train-model.ts';
import { withClipTable } from './with-clip-table.ts';
import type { WorkRun } from '../support/work-run.ts';

export interface ManifestTraining extends ModelTraining {
  /** What the data is called in tables. */
  dataName: string;
}

export interface ManifestResult {
  model: TrainedModel;
  faces: number;
  /** Clips that gave a face. */
  clips: number;
  failed: { clip: ManifestClip; error: ErrorReport }[];
  /** Copies that could not be made or read. */
  failedCopies: { clip: ManifestClip; condition: DegradationName; error: ErrorReport }[];
}

/** @throws EngineError train/bad-manifest, train/too-little-data, models/write-failed, media/ffmpeg-missing */
export async function trainFromManifest(
  manifest: string,
  { dataName, ...wish }: ManifestTraining,
  tools: FaceTools,
  run: WorkRun,
): Promise<ManifestResult> {
  const clips = await readTrainingManifest(manifest);
  await requireEnoughClips(clips, wish.trainedOn);
  await requireModelPlace(wish.folder, [wish.licence, dataName, ...clips.map(({ method }) => method)]);
  // Asked before hours of work, in which every copy would fail for the same reason.
  for (const name of wish.conditions) await requireEncoder(degradations[name], tools.ffmpeg, run.signal);
  return withClipTable({ manifest, clips, dataName }, tools, run, async (db, datasetId, unread) => {
    const { model, leftOut, failedCopies } = await trainModel(db, datasetId, wish, tools, run);
    const { realFaces, fakeFaces, realVideos, fakeVideos } = model.card.data;
    return {
      ...{ model, faces: realFaces + fakeFaces, clips: realVideos + fakeVideos },
      failed: named(clips, [...unread, ...leftOut]),
      failedCopies: named(clips, failedCopies),
    };
  });
}

/** With their lines of the table. */
export function named<T extends FailedItem>(clips: readonly ManifestClip[], items: readonly T[]) {
  const clipAt = new Map(clips.map((clip) => [clip.path, clip]));
  return items.map(({ path, ...rest }) => ({ clip: clipAt.get(path)!, ...rest }));
}

/** Looking at hours of video comes after this. @throws EngineError train/too-little-data */
export async function requireEnoughClips(
  clips: readonly ManifestClip[],
  trainedOn: TrainedOn | null,
): Promise<void> {
  const { items, refused: missing } = await clipsToItems(clips);
  const taking = items.filter((item) => trainedOn === null || !isTrainedOn(item, trainedOn));
  const count = (label: Label) => taking.filter((item) => item.label === label).length;
  if (Math.min(count('real'), count('fake')) >= MIN_VIDEOS) return;
  const [first] = missing;
  const known = items.length - taking.length;
  throw new EngineError(
    'train/too-little-data',
    `Training needs at least ${MIN_VIDEOS} real and ${MIN_VIDEOS} fake clips. The clip table gives ${count('real')} real ` +
      `and ${count('fake')} fake ones.` +
      (first
        ? ` ${countOf(missing.length, 'file is', 'files are')} missing, such as ${first.path} (line ${first.line}).`
        : '') +
      (known === 0
        ? ''
        : ` ${countOf(known, 'more clip was', 'more clips were')} excluded: the embedder was trained on their people.`),
  );
}
