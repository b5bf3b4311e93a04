/** The trained stages behind an embedder, in order: head, then both classifiers on the head's vectors. */
import type { LabelledVector } from '../classifiers/classifier.ts';
import { trainForest } from '../classifiers/random-forest.ts';
import type { ForestModel } from '../classifiers/random-forest.ts';
import { trainSgd } from '../classifiers/sgd.ts';
import type { SgdModel } from '../classifiers/sgd.ts';
import { project } from '../metric-learning/head-network.ts';
import type { ProjectionHead } from '../metric-learning/projection-head.ts';
import type { TensorFlowRuntime } from '../metric-learning/tensorflow.ts';
import { trainHead } from '../metric-learning/train-head.ts';
import type { EpochRecord, HeadHooks, HeadSettings } from '../metric-learning/train-head.ts';
import type { TrainingSample } from './training-sample.ts';

export interface FittedStages {
  head: ProjectionHead;
  history: EpochRecord[];
  /** Of the samples that were fitted, in their order. */
  vectors: Float32Array[];
  sgd: SgdModel;
  forest: ForestModel;
}

export interface FitHooks {
  signal?: AbortSignal | undefined;
  onEpoch?: (() => void) | undefined;
  /** Where the head's training goes on after a stop. */
  checkpoint?: HeadHooks['checkpoint'];
}

/** @throws EngineError train/too-little-data */
export async function fitStages(
  runtime: TensorFlowRuntime,
  samples: readonly TrainingSample[],
  settings: HeadSettings,
  { signal, onEpoch, checkpoint }: FitHooks,
): Promise<FittedStages> {
  const { head, history } = await trainHead(runtime, samples, settings, { signal, onEpoch, checkpoint });
  const vectors = project(
    runtime,
    head,
    samples.map(({ embedding }) => embedding),
  );
  const labelled: LabelledVector[] = samples.map(({ label, video }, index) => ({
    ...{ label, video },
    vector: vectors[index]!,
  }));
  const sgd = trainSgd(labelled, { seed: settings.seed });
  const forest = await trainForest(labelled, { seed: settings.seed }, signal);
  return { head, history, vectors, sgd, forest };
}
