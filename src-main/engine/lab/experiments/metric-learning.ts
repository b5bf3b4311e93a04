/**
 * Row 4 of Table III and Table II: a head trained by metric learning on frozen embeddings, then classifiers on its
 * vectors, for every stage of every plan.
 */
import type { FaceClassifierName, MetricParameters } from '../../../shared/lab.ts';
import type { LabelledVector } from '../../classifiers/classifier.ts';
import { trainForest } from '../../classifiers/random-forest.ts';
import { trainSgd } from '../../classifiers/sgd.ts';
import { faceClassifierTrainers } from '../../classifiers/train-classifiers.ts';
import { project } from '../../metric-learning/head-network.ts';
import type { ProjectionHead } from '../../metric-learning/projection-head.ts';
import {
  epochRecord,
  trainHead,
  type EpochRecord,
  type HeadSettings,
} from '../../metric-learning/train-head.ts';
import { distancesFrom, fitTrainingRegion, type TrainingDistances } from '../../novelty/novelty.ts';
import { sigmoid } from '../../support/sigmoid.ts';
import type { FittedStages } from '../../training/assemble-model.ts';
import type { LabFace, Plan, Stage } from '../run-plans.ts';
import type { RunContext } from './run-context.ts';
import { scoredByFaces, type FaceScore, type ScoredSplit } from './scored-faces.ts';

/** Of one stage: every tested face by every classifier. */
export interface StageScores {
  /** As the classifiers gave them, before they are read as probabilities. */
  raw: Record<string, number[]>;
  /** Of each tested face from those that were trained on. */
  distances: TrainingDistances[];
}

interface HeldOutDetail extends StageScores {
  stage: Stage;
}

interface MetricOutcome {
  scored: ScoredSplit[];
  /** Per plan, in the order of its stages: what a published model's error rates are drawn from. */
  details: HeldOutDetail[][];
  /** Of the first stage of the chosen split, for the pictures of its held-out vectors. */
  head: ProjectionHead;
}

/** Trained on all faces, for publishing. */
const finalStage = (train: readonly LabFace[]) => ({ name: 'all clips', train, test: [] });

export function headSettings({
  seed,
  epochs,
  batchSize,
  learningRate,
  loss,
  margin,
  layers,
  dropout,
}: MetricParameters): HeadSettings {
  return { seed, epochs, batchSize, learningRate, loss, margin, layers, dropout };
}

export async function runMetricLearning(
  faces: readonly LabFace[],
  plans: readonly Plan[],
  parameters: MetricParameters,
  context: RunContext,
): Promise<MetricOutcome> {
  const byId = new Map(faces.map((face) => [face.faceId, face]));
  const scored: ScoredSplit[] = [];
  const details: HeldOutDetail[][] = [];
  for (const { split, stages } of plans) {
    const own: HeldOutDetail[] = [];
    for (const stage of stages) {
      const scores = await context.kept(stage.name, () => scoreStage(stage, parameters, context));
      own.push({ stage, ...scores });
    }
    details.push(own);
    for (const classifier of parameters.classifiers) {
      const all = own.flatMap(({ stage: { test }, raw }) =>
        test.map(({ faceId }, index): FaceScore => ({
          faceId,
          score: probabilityOf(classifier, raw[classifier]![index]!),
        })),
      );
      scored.push(scoredByFaces(split, classifier, all, byId));
    }
  }
  await trainStageHead(finalStage(faces), parameters, context);
  const { head } = await trainStageHead(plans[0]!.stages[0]!, parameters, context);
  return { scored, details, head };
}

/** Trains, or takes from the checkpoint, the head of a stage, fits its classifiers and scores its tested faces. */
export async function scoreStage(
  stage: Stage,
  parameters: MetricParameters,
  context: RunContext,
): Promise<StageScores> {
  const { signal } = context;
  const { head } = await trainStageHead(stage, parameters, context);
  const labelled = labelledVectors(stage.train, head, context);
  const tested = labelledVectors(stage.test, head, context).map(({ vector }) => vector);
  const raw: StageScores['raw'] = {};
  for (const name of parameters.classifiers) {
    const classifier = await faceClassifierTrainers[name](labelled, { seed: parameters.seed, signal });
    raw[name] = classifier.scores(tested);
  }
  const distancesOf = distancesFrom(fitTrainingRegion(stage.train, parameters.seed));
  return { raw, distances: stage.test.map(({ embedding }) => distancesOf(embedding)) };
}

/** Head and classifiers of all faces: what casework is given. */
export async function fitFinalStage(
  faces: readonly LabFace[],
  parameters: MetricParameters,
  context: RunContext,
): Promise<FittedStages> {
  const { head, history } = await trainStageHead(finalStage(faces), parameters, context);
  const labelled = labelledVectors(faces, head, context);
  const { seed } = parameters;
  return {
    ...{ head, history, vectors: labelled.map(({ vector }) => vector) },
    sgd: trainSgd(labelled, { seed }),
    forest: await trainForest(labelled, { seed }, context.signal),
  };
}

/** Faces as the head sees them. */
function labelledVectors(
  faces: readonly LabFace[],
  head: ProjectionHead,
  { runtime }: RunContext,
): LabelledVector[] {
  const vectors = project(
    runtime,
    head,
    faces.map(({ embedding }) => embedding),
  );
  return faces.map(({ label, video }, index) => ({ label, video, vector: vectors[index]! }));
}

/**
 * Trained, or taken from its checkpoint when it is done. What the stage holds out is watched by epoch, for Figure 7;
 * nothing is chosen by it.
 */
async function trainStageHead(
  { name, train, test }: Pick<Stage, 'name'> & { train: readonly LabFace[]; test: readonly LabFace[] },
  parameters: MetricParameters,
  { runtime, signal, checkpoint, epochEnded }: RunContext,
): Promise<Pick<FittedStages, 'head' | 'history'>> {
  return trainHead(runtime, train, headSettings(parameters), {
    signal,
    checkpoint: checkpoint(name, epochRecord),
    onEpoch: (record) => epochEnded({ stage: name, ...figuresOf(record) }),
    validation: canBeWatched(test) ? test : undefined,
  });
}

/** The loss compares faces of at least two videos of each class. */
const canBeWatched = (faces: readonly LabFace[]) =>
  (['real', 'fake'] as const).every(
    (label) => new Set(faces.filter((face) => face.label === label).map(({ video }) => video)).size >= 2,
  );

/** For metric learning, the share of what the loss compares that is as it should be stands for accuracy. */
const figuresOf = ({ epoch, loss, violating, validation }: EpochRecord) => ({
  ...{ epoch, loss, accuracy: 1 - violating },
  validationLoss: validation?.loss ?? null,
  validationAccuracy: validation ? 1 - validation.violating : null,
});

/** Linear classifiers give log odds or a margin; the others give the share of fakes among what they compare with. */
const linear: ReadonlySet<FaceClassifierName> = new Set(['sgd', 'logistic-regression', 'perceptron']);

export function probabilityOf(classifier: FaceClassifierName, raw: number): number {
  return linear.has(classifier) ? sigmoid(raw) : raw;
}
