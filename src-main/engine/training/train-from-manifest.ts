/** A table of labelled clips to a model folder: faces, embeddings, who resembles whom, training, writing. */
import { basename } from 'node:path';
import { defaultParameters } from '../../shared/default-parameters.ts';
import type { Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { countOf } from '../../shared/wording.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { isTrainedOn, knownClips, knownToEmbedder, type TrainedOn } from '../embedding/trained-on.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { degradations } from '../media/degradations.ts';
import { requireEncoder } from '../media/degrade.ts';
import { videosWithEnoughFaces } from './enough-faces.ts';
import { extractDegraded, type DegradedClips } from './extract-degraded.ts';
import { extractSamples, type Extraction } from './extract-samples.ts';
import { joinAlike } from './join-alike.ts';
import type { ManifestClip } from './clip-table.ts';
import type { TrainedModel } from './assemble-model.ts';
import { readTrainingManifest } from './training-manifest.ts';
import { trainModel, type TrainingOptions } from './train-model.ts';
import { requireModelPlace, writeModel } from '../models/write-model.ts';

export interface ManifestTraining extends Omit<
  TrainingOptions,
  'name' | 'embedder' | 'degraded' | 'knownClips'
> {
  /** Where the model goes; its last part is the model's name. */
  folder: string;
  /** Frames a clip, spread over its length. */
  frames: number;
  /** Ways in which the held-out videos are made worse, to measure how the model holds. */
  conditions: readonly DegradationName[];
  /** Whom the embedder was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
}

export interface ManifestResult {
  model: TrainedModel;
  faces: number;
  /** Clips that gave a face. */
  clips: number;
  failed: Extraction['failed'];
  /** Copies that could not be made or read. */
  failedCopies: DegradedClips['failed'];
}

/** @throws EngineError train/bad-manifest, train/too-little-data, models/write-failed, media/ffmpeg-missing */
export async function trainFromManifest(
  manifest: string,
  { folder, frames, conditions, trainedOn, ...options }: ManifestTraining,
  tools: FaceTools,
  run: { signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<ManifestResult> {
  const listed = await readTrainingManifest(manifest);
  const known = listed.filter((clip) => trainedOn !== null && isTrainedOn(clip, trainedOn));
  const clips = listed.filter((clip) => !known.includes(clip));
  requireBothLabels(clips, known.length);
  await requireModelPlace(folder);
  // Asked before hours of work, in which every copy would fail for the same reason.
  for (const name of conditions) await requireEncoder(degradations[name], tools.ffmpeg, run.signal);
  const parameters = { ...defaultParameters, sampling: { kind: 'spread', count: frames } as const };
  const extracted = await extractSamples(clips, parameters, tools, run);
  const { samples } = extracted;
  const failed = [...known.map((clip) => ({ clip, error: knownToEmbedder })), ...extracted.failed];
  const judged = videosWithEnoughFaces(samples);
  const degraded =
    conditions.length === 0
      ? undefined
      : await extractDegraded(
          clips.filter(({ path }) => judged.has(path)),
          conditions,
          parameters,
          tools,
          run,
        );
  const { name, sha256, identity } = tools.embedder;
  const model = await trainModel(
    await joinAlike(samples, tools.identity.identity.same, run.signal),
    {
      ...options,
      name: basename(folder),
      embedder: { name, sha256, tellsPeople: identity !== null },
      degraded,
      knownClips: knownClips(trainedOn, { count: known.length, tellsPeople: identity !== null }),
    },
    run,
  );
  await writeModel(folder, model);
  return {
    ...{ model, faces: samples.length, clips: clips.length - extracted.failed.length, failed },
    failedCopies: degraded?.failed ?? [],
  };
}

/** Looking at hours of video comes after this. */
function requireBothLabels(clips: readonly ManifestClip[], known: number): void {
  const count = (label: string) => clips.filter((clip) => clip.label === label).length;
  if (count('real') > 0 && count('fake') > 0) return;
  throw new EngineError(
    'train/too-little-data',
    `the table names ${count('real')} real and ${count('fake')} fake clips; training needs both` +
      (known === 0 ? '' : ` (of ${countOf(known, 'more clip')} the embedder knows the people)`),
  );
}
