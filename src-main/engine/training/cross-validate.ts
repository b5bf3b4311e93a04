/**
 * Scores for faces that a model was not trained on. Every fold is held out in turn, and everything (head,
 * classifiers) is trained anew on the others, so nothing of a held-out face reaches its score.
 */
import { forestClassifier } from '../classifiers/random-forest.ts';
import { sgdClassifier } from '../classifiers/sgd.ts';
import { project } from '../metric-learning/head-network.ts';
import type { TensorFlowRuntime } from '../metric-learning/tensorflow.ts';
import type { HeadSettings } from '../metric-learning/train-head.ts';
import { distancesFrom, fitTrainingRegion, type TrainingDistances } from '../novelty/novelty.ts';
import { fitStages } from './fit-stages.ts';
import type { FitHooks } from './fit-stages.ts';
import type { TrainingSample } from './training-sample.ts';

/** One face as a model sees it that never saw the face. */
export interface HeldOutFace {
  sample: TrainingSample;
  fold: number;
  /** Before calibration. */
  raw: { sgd: number; forest: number };
  /** From the faces that were trained on. */
  distances: TrainingDistances;
}

/**
 * @param foldOf fold of each sample
 * @param heldOut the folds to hold out, one at a time
 */
export async function crossValidate(
  runtime: TensorFlowRuntime,
  samples: readonly TrainingSample[],
  foldOf: readonly number[],
  heldOut: readonly number[],
  settings: HeadSettings,
  hooks: FitHooks,
): Promise<HeldOutFace[]> {
  const faces: HeldOutFace[] = [];
  for (const fold of heldOut) {
    const trained = samples.filter((_, index) => foldOf[index] !== fold);
    const fitted = await fitStages(runtime, trained, settings, hooks);
    const distancesOf = distancesFrom(fitTrainingRegion(trained, settings.seed));
    const tested = samples.filter((_, index) => foldOf[index] === fold);
    const vectors = project(
      runtime,
      fitted.head,
      tested.map(({ embedding }) => embedding),
    );
    const sgd = sgdClassifier(fitted.sgd).scores(vectors);
    const forest = forestClassifier(fitted.forest).scores(vectors);
    for (const [index, sample] of tested.entries()) {
      faces.push({
        ...{ sample, fold },
        raw: { sgd: sgd[index]!, forest: forest[index]! },
        distances: distancesOf(sample.embedding),
      });
    }
  }
  return faces;
}
