/** A table of labelled clips to a model, or to the calibration of a guest detector: what the command line asks for. */
import type { GuestEntry } from '../inference/manifest.ts';
import type { GuestLibrary } from '../models/guest-library.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { calibrateGuest, type GuestResult, type GuestWish } from './calibrate-guest.ts';
import type { LabTools } from './lab-tools.ts';
import { trainFromManifest, type ManifestResult, type ManifestTraining } from './train-from-manifest.ts';
import type { WorkRun } from '../support/work-run.ts';

interface TrainingWish extends Omit<ManifestTraining, 'trainedOn'> {
  /** The table of clips. */
  manifest: string;
  /** Name of an installed embedder. */
  embedder: string;
}

export interface Training {
  train(wish: TrainingWish, run: WorkRun): Promise<ManifestResult>;
  /**
   * Calibrates a detector that was added, and puts it to work beside our model.
   * @throws EngineError models/unknown, train/…
   */
  calibrate(wish: GuestWish & { manifest: string; detector: string }, run: WorkRun): Promise<GuestResult>;
}

export interface TrainingTools extends Pick<LabTools, 'faceTools' | 'trainedOn'> {
  readonly guests: Pick<GuestLibrary, 'write'>;
  /** What looks at faces with this detector as its only guest. */
  guestTools(detector: string): Promise<{ network: GuestEntry; tools: FaceTools }>;
}

export function createTraining(tools: TrainingTools): Training {
  return {
    async train({ manifest, embedder, ...wish }, run) {
      const trainedOn = await tools.trainedOn(embedder);
      return trainFromManifest(manifest, { ...wish, trainedOn }, await tools.faceTools(embedder), run);
    },
    async calibrate({ manifest, detector, ...wish }, run) {
      const { network, tools: looking } = await tools.guestTools(detector);
      const trainedOn = await tools.trainedOn(detector);
      const result = await calibrateGuest(manifest, wish, network, trainedOn, looking, run);
      await tools.guests.write(result.guest);
      return result;
    },
  };
}
