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
import type { FitHooks, FittedStages } from './fit-stages.ts';
import type { DegradedSample, TrainingSample } from './training-sample.ts';

/** One face as a model sees it that never saw the face. */
export interface HeldOutFace<T extends TrainingSample = TrainingSample> {
  sample: T;
  fold: number;
  /** Before calibration. */
  raw: { sgd: number; forest: number };
  /** From the faces that were trained on. */
  distances: TrainingDistances;
}

export interface FoldPlan {
  /** Fold of each sample. */
  foldOf: readonly number[];
  /** The folds to hold out, one at a time. */
  heldOut: readonly number[];
  /** Never trained on; scored by the model that did not see their clip, which is in one fold as a whole. */
  copies?: readonly DegradedSample[];
}

export interface HeldOutScores {
  faces: HeldOutFace[];
  copies: HeldOutFace<DegradedSample>[];
}

export async function crossValidate(
  runtime: TensorFlowRuntime,
  samples: readonly TrainingSample[],
  { foldOf, heldOut, copies = [] }: FoldPlan,
  settings: HeadSettings,
  hooks: FitHooks,
): Promise<HeldOutScores> {
  const foldOfVideo = new Map(samples.map(({ video }, index) => [video, foldOf[index]!]));
  const held = { faces: [] as HeldOutFace[][], copies: [] as HeldOutFace<DegradedSample>[][] };
  for (const fold of heldOut) {
    const trained = samples.filter((_, index) => foldOf[index] !== fold);
    const fitted = await fitStages(runtime, trained, settings, hooks);
    const distancesOf = distancesFrom(fitTrainingRegion(trained, settings.seed));
    const scored = <T extends TrainingSample>(tested: readonly T[]): HeldOutFace<T>[] => {
      const raw = rawScores(runtime, fitted, tested);
      return tested.map((sample, index) => ({
        ...{ sample, fold, raw: raw[index]! },
        distances: distancesOf(sample.embedding),
      }));
    };
    held.faces.push(scored(samples.filter((_, index) => foldOf[index] === fold)));
    held.copies.push(scored(copies.filter(({ video }) => foldOfVideo.get(video) === fold)));
  }
  return { faces: held.faces.flat(), copies: held.copies.flat() };
}

function rawScores(
  runtime: TensorFlowRuntime,
  fitted: FittedStages,
  samples: readonly TrainingSample[],
): HeldOutFace['raw'][] {
  if (samples.length === 0) return [];
  const vectors = project(
    runtime,
    fitted.head,
    samples.map(({ embedding }) => embedding),
  );
  const sgd = sgdClassifier(fitted.sgd).scores(vectors);
  const forest = forestClassifier(fitted.forest).scores(vectors);
  return vectors.map((_, index) => ({ sgd: sgd[index]!, forest: forest[index]! }));
}
