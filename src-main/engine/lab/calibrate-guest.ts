/**
 * Labelled clips to the calibration of a guest detector. The clips are looked at as for training, with the detector's raw
 * score in the place of an embedding: clips of one person stay in one fold, and no clip's figures rest on its own scores.
 */
import { knownClips, type TrainedOn } from '../embedding/trained-on.ts';
import type { GuestEntry } from '../inference/manifest.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import type { FaceDescriber } from '../pipeline/describe-faces.ts';
import type { WorkRun } from '../support/work-run.ts';
import type { ManifestClip } from '../training/clip-table.ts';
import { judgeGuest, type CalibratedGuest } from '../training/judge-guest.ts';
import { readTrainingManifest } from '../training/training-manifest.ts';
import { dealPeople } from './deal-people.ts';
import { gatherFaces } from './gather-faces.ts';
import { howDealt } from './publish.ts';
import { named, requireEnoughClips, type ManifestResult } from './train-from-manifest.ts';
import { withClipTable } from './with-clip-table.ts';

export interface GuestWish {
  dataName: string;
  /** Frames a clip, spread over its length. */
  frames: number;
  seed: number;
}

export interface GuestResult extends Pick<ManifestResult, 'faces' | 'clips' | 'failed'> {
  guest: CalibratedGuest;
}

/**
 * @param given tools whose describer has this detector as its only guest
 * @throws EngineError train/bad-manifest, train/too-little-data, media/ffmpeg-missing
 */
export async function calibrateGuest(
  manifest: string,
  { dataName, frames, seed }: GuestWish,
  network: GuestEntry,
  trainedOn: TrainedOn | null,
  given: FaceTools,
  run: WorkRun,
): Promise<GuestResult> {
  const clips: ManifestClip[] = await readTrainingManifest(manifest);
  await requireEnoughClips(clips, trainedOn);
  const { name, sha256 } = network;
  const tools: FaceTools = {
    ...given,
    describer: scoring(given.describer),
    embedder: { name, sha256, identity: null },
  };
  return withClipTable({ manifest, clips, dataName }, tools, run, async (db, datasetId, unread) => {
    const source = await dealPeople(db, { datasetId, frames, seed, trainedOn }, tools, run);
    const sampling = { kind: 'spread', count: frames } as const;
    const { faces, known, leftOut } = await gatherFaces(source, { datasetId, sampling }, null, run);
    const guest = judgeGuest({
      ...{ network, samples: faces, dataName, seed },
      howDealt: howDealt(faces, source.split, { stages: [{ alikeLeftOut: 0 }] }),
      knownClips: knownClips(trainedOn, { count: known, tellsPeople: false })!,
    });
    return {
      guest,
      ...{ faces: faces.length, clips: new Set(faces.map(({ video }) => video)).size },
      failed: named(clips, [...unread, ...leftOut]),
    };
  });
}

/** The same faces with the raw score as a vector of one number, as the lab stores it. */
const scoring = (describer: FaceDescriber): FaceDescriber => ({
  parallel: describer.parallel,
  describe: async (...given) =>
    (await describer.describe(...given)).map(({ faces, ...rest }) => ({
      ...rest,
      faces: faces.map((face) => ({ ...face, embedding: face.guests && Float32Array.from(face.guests) })),
    })),
  dispose: () => describer.dispose(),
});
