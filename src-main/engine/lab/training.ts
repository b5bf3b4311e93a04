/** A table of labelled clips to a model: what `exhibit train` asks for. */
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
}

export function createTraining(tools: Pick<LabTools, 'faceTools' | 'trainedOn'>): Training {
  return {
    async train({ manifest, embedder, ...wish }, run) {
      const trainedOn = await tools.trainedOn(embedder);
      return trainFromManifest(manifest, { ...wish, trainedOn }, await tools.faceTools(embedder), run);
    },
  };
}
