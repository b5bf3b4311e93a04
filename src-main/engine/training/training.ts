/** A table of labelled clips to a model: what `exhibit train` asks for. */
import type { Progress } from '../../shared/domain.ts';
import type { Toolbox } from '../toolbox.ts';
import { trainFromManifest, type ManifestResult, type ManifestTraining } from './train-from-manifest.ts';

export interface TrainingWish extends Omit<ManifestTraining, 'trainedOn'> {
  /** The table of clips. */
  manifest: string;
  /** Name of an installed embedder. */
  embedder: string;
}

export interface Training {
  train(
    wish: TrainingWish,
    run: { signal: AbortSignal; onProgress: (progress: Progress) => void },
  ): Promise<ManifestResult>;
}

export function createTraining(toolbox: Toolbox): Training {
  return {
    async train({ manifest, embedder, ...wish }, run) {
      const tools = await toolbox.faceTools(embedder);
      const trainedOn = await toolbox.trainedOn(embedder);
      return trainFromManifest(manifest, { ...wish, trainedOn }, tools, run);
    },
  };
}
