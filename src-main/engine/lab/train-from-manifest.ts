/** A table of labelled clips to a model folder, by way of a data set in a temporary lab. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { EngineError, type ErrorReport } from '../../shared/errors.ts';
import { countOf } from '../../shared/wording.ts';
import { isTrainedOn } from '../embedding/trained-on.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { degradations } from '../media/degradations.ts';
import { requireEncoder } from '../media/degrade.ts';
import type { PathWithReason } from '../media/find-media.ts';
import { requireModelPlace } from '../models/write-model.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { TrainedModel } from '../training/assemble-model.ts';
import type { ManifestClip } from '../training/clip-table.ts';
import { readTrainingManifest } from '../training/training-manifest.ts';
import { datasetStore } from './dataset-store.ts';
import type { FailedItem } from './face-store.ts';
import { openLabDatabase } from './lab-database.ts';
import { clipsToItems } from './layouts/manifest.ts';
import { lookAtClips } from './look-at-clips.ts';
import { trainModel, type ModelTraining } from './train-model.ts';
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
  const { trainedOn } = wish;
  requireBothLabels(clips, (clip) => trainedOn !== null && isTrainedOn(clip, trainedOn));
  await requireModelPlace(wish.folder);
  // Asked before hours of work, in which every copy would fail for the same reason.
  for (const name of wish.conditions) await requireEncoder(degradations[name], tools.ffmpeg, run.signal);
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-train-'));
  const db = openLabDatabase(join(folder, 'lab.sqlite'));
  try {
    const { items, refused } = await clipsToItems(clips);
    // What the table lists is trained on, repeats among it, as it says.
    const looked = await lookAtClips(items, tools.ffmpeg, run);
    const unread = [...refused, ...looked.refused];
    const { summary } = datasetStore(db).add({
      ...{ name: dataName, folder: dirname(resolve(manifest)), layout: 'manifest' },
      ...{ clips: looked.clips, refused: unread, duplicates: new Map() },
    });
    const { model, leftOut, failedCopies } = await trainModel(db, summary.id, wish, tools, run);
    const clipAt = new Map(clips.map((clip) => [clip.path, clip]));
    const named = <T extends FailedItem>({ path, ...rest }: T) => ({ clip: clipAt.get(path)!, ...rest });
    const { realFaces, fakeFaces, realVideos, fakeVideos } = model.card.data;
    return {
      ...{ model, faces: realFaces + fakeFaces, clips: realVideos + fakeVideos },
      failed: [...unread.map(unreadable), ...leftOut].map(named),
      failedCopies: failedCopies.map(named),
    };
  } finally {
    db.close();
    await rm(folder, { recursive: true });
  }
}

const unreadable = ({ path, reason }: PathWithReason): FailedItem => ({
  path,
  error: { code: 'media/unreadable', message: reason },
});

/** Looking at hours of video comes after this. */
function requireBothLabels(clips: readonly ManifestClip[], isKnown: (clip: ManifestClip) => boolean): void {
  const taking = clips.filter((clip) => !isKnown(clip));
  const count = (label: string) => taking.filter((clip) => clip.label === label).length;
  if (count('real') > 0 && count('fake') > 0) return;
  const known = clips.length - taking.length;
  throw new EngineError(
    'train/too-little-data',
    `The clip table names ${count('real')} real and ${count('fake')} fake clips. Training needs both` +
      (known === 0
        ? ''
        : ` (${countOf(known, 'more clip was', 'more clips were')} excluded: the embedder was trained on their people)`),
  );
}
