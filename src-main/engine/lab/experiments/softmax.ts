/**
 * Table I and rows 1 and 3 of Table III: a dense head and softmax on a frozen net's features. Every trial is trained on
 * the first stage of the chosen split; the one that does best on its validation part is then held out fold by fold.
 */
import type { SoftmaxParameters, Trial, TrialRow } from '../../../shared/lab.ts';
import { judgeRow } from '../../evaluation/judge-row.ts';
import { scoreDense } from '../../softmax-learning/dense-softmax.ts';
import { softmaxEpoch, type SoftmaxEpoch } from '../../softmax-learning/train-epochs.ts';
import { trainSoftmax, type SoftmaxSample } from '../../softmax-learning/train-softmax.ts';
import type { LabFace, Plan, Stage } from '../run-plans.ts';
import { featuresOf } from './features.ts';
import type { RunContext } from './run-context.ts';
import { scoredByFaces, type FaceScore, type ScoredSplit } from './scored-faces.ts';

export interface SoftmaxOutcome {
  scored: ScoredSplit[];
  trials: TrialRow[];
}

/** Features of each face's augmented copies, by face; empty without augmentation. */
export type AugmentedFeatures = ReadonlyMap<number, readonly Float32Array[]>;

const CLASSIFIER = 'softmax';
/** Even odds: the class that softmax finds likelier. */
const THRESHOLD = 0.5;

interface StageOutcome {
  scores: FaceScore[];
  history: SoftmaxEpoch[];
}

export async function runSoftmax(
  faces: readonly LabFace[],
  plans: readonly Plan[],
  parameters: SoftmaxParameters,
  augmented: AugmentedFeatures,
  context: RunContext,
): Promise<SoftmaxOutcome> {
  const byId = new Map(faces.map((face) => [face.faceId, face]));
  const chosen = plans[0]!;
  const trials: TrialRow[] = [];
  for (const [index, trial] of parameters.trials.entries()) {
    const name = `trial ${index + 1}`;
    const first = { ...chosen.stages[0]!, name };
    const { scores, history } = await context.kept(name, () =>
      scoreStage(first, trial, parameters, augmented, context),
    );
    const { videos } = scoredByFaces(chosen.split, CLASSIFIER, scores, byId);
    trials.push(trialRow(trial, history, judgeRow(videos, settingsOf(chosen, parameters))));
  }
  const best = bestTrial(trials);
  context.log(
    `best trial by validation: learning rate ${best.learningRate}, batch ${best.batchSize}, ${best.epochs} epochs`,
  );
  const scored: ScoredSplit[] = [];
  for (const { split, stages } of plans) {
    const all: FaceScore[] = [];
    for (const stage of stages) {
      const score = () => scoreStage(stage, best, parameters, augmented, context);
      all.push(...(await context.kept(stage.name, score)).scores);
    }
    scored.push(scoredByFaces(split, CLASSIFIER, all, byId));
  }
  return { scored, trials };
}

/** By the validation part; the first of equals. */
export const bestTrial = (trials: readonly TrialRow[]): TrialRow =>
  trials.reduce((best, row) => (row.validationAccuracy > best.validationAccuracy ? row : best));

const settingsOf = ({ split }: Plan, { seed }: SoftmaxParameters) => ({
  ...{ classifier: CLASSIFIER, split, seed, threshold: THRESHOLD },
  level: 'video' as const,
});

function trialRow(
  { learningRate, batchSize, epochs }: Trial,
  history: readonly SoftmaxEpoch[],
  { accuracy, auc }: Pick<TrialRow, 'accuracy' | 'auc'>,
): TrialRow {
  const last = history.at(-1)!;
  return {
    ...{ learningRate, batchSize, epochs, accuracy, auc },
    // Where no group could be held out for validation, the training's own figures are all there is.
    validationAccuracy: last.validationAccuracy ?? last.accuracy,
    validationLoss: last.validationLoss ?? last.loss,
  };
}

/** Trains, or takes from the checkpoint, the head of a stage and scores its tested faces. */
export async function scoreStage(
  { name, train, test }: Stage,
  { learningRate, batchSize, epochs }: Trial,
  parameters: SoftmaxParameters,
  augmented: AugmentedFeatures,
  { runtime, signal, checkpoint, epochEnded }: RunContext,
): Promise<StageOutcome> {
  const { seed, hidden, dropouts, beta1, beta2, epsilon, scheduleDecay, validationShare } = parameters;
  const settings = {
    ...{ seed, hidden, dropouts, beta1, beta2, epsilon, scheduleDecay, validationShare },
    ...{ learningRate, batchSize, epochs },
  };
  const samples = train.flatMap((face) => samplesOf(face, augmented));
  const { network, history } = await trainSoftmax(runtime, samples, settings, {
    signal,
    checkpoint: checkpoint(name, softmaxEpoch),
    onEpoch: (epoch) => epochEnded({ stage: name, ...epoch }),
  });
  const scores = scoreDense(
    runtime,
    network,
    test.map(({ embedding }) => featuresOf(embedding)),
  );
  return { scores: test.map(({ faceId }, index) => ({ faceId, score: scores[index]! })), history };
}

/** A face and its augmented copies, which stay on the same side as it. */
function samplesOf(
  { faceId, label, group, embedding }: LabFace,
  augmented: AugmentedFeatures,
): SoftmaxSample[] {
  return [embedding, ...(augmented.get(faceId) ?? [])].map((features) => ({
    ...{ label, features: featuresOf(features) },
    group: String(group),
  }));
}
