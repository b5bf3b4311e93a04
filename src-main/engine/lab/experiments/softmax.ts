/**
 * Table I and rows 1 and 3 of Table III: a dense head and softmax on a frozen net's features. Every trial is trained in
 * every stage; each stage's scores are those of the trial that did best on the validation part of its own training
 * clips, so that nothing of a held-out clip takes part in the choice.
 */
import { EngineError } from '../../../shared/errors.ts';
import type { SoftmaxParameters, Trial, TrialRow } from '../../../shared/lab.ts';
import { judgeRow } from '../../evaluation/judge-row.ts';
import { scoreDense } from '../../softmax-learning/dense-softmax.ts';
import { softmaxEpoch, type SoftmaxEpoch } from '../../softmax-learning/train-epochs.ts';
import { trainSoftmax, type SoftmaxSample } from '../../softmax-learning/train-softmax.ts';
import { THRESHOLD } from '../../verdict/confidence.ts';
import type { LabFace, Plan, Stage } from '../run-plans.ts';
import { featuresOf } from './features.ts';
import type { RunContext } from './run-context.ts';
import { scoredByFaces, type FaceScore, type ScoredSplit } from './scored-faces.ts';

interface SoftmaxOutcome {
  scored: ScoredSplit[];
  trials: TrialRow[];
}

/** Features of each face's augmented copies, by face; empty without augmentation. */
export type AugmentedFeatures = ReadonlyMap<number, readonly Float32Array[]>;

const CLASSIFIER = 'softmax';

interface StageOutcome {
  scores: FaceScore[];
  history: SoftmaxEpoch[];
}

/** One trial in one stage. */
interface TrialOutcome extends StageOutcome {
  trial: Trial;
  /** Its stage, for its checkpoint. */
  stage: Stage;
}

export async function runSoftmax(
  faces: readonly LabFace[],
  plans: readonly Plan[],
  parameters: SoftmaxParameters,
  augmented: AugmentedFeatures,
  context: RunContext,
): Promise<SoftmaxOutcome> {
  const byId = new Map(faces.map((face) => [face.faceId, face]));
  const scored: ScoredSplit[] = [];
  const outcomes: TrialOutcome[][] = [];
  for (const { split, stages } of plans) {
    const own: TrialOutcome[][] = [];
    for (const stage of stages) own.push(await tryAll(stage, parameters, augmented, context));
    if (outcomes.length === 0) outcomes.push(...own);
    const scores = own.flatMap((trials) => bestTrial(trials).scores);
    scored.push(scoredByFaces(split, CLASSIFIER, scores, byId));
  }
  const trials = parameters.trials.flatMap((trial) => {
    const own = outcomes.flatMap((stage) => stage.filter((outcome) => outcome.trial === trial));
    // One that came apart in a stage has no figure over all clips.
    return own.length < outcomes.length ? [] : [trialRow(trial, own, byId, plans[0]!, parameters)];
  });
  return { scored, trials };
}

/**
 * Leaves out trials whose training diverged; the log names them.
 * @throws EngineError train/diverged when all do
 */
export async function tryAll(
  stage: Stage,
  parameters: SoftmaxParameters,
  augmented: AugmentedFeatures,
  context: RunContext,
): Promise<TrialOutcome[]> {
  const outcomes: TrialOutcome[] = [];
  let diverged: EngineError | null = null;
  for (const [index, trial] of parameters.trials.entries()) {
    const own = { ...stage, name: `${stage.name}, trial ${index + 1}` };
    try {
      const outcome = await context.kept(own.name, () =>
        scoreStage(own, trial, parameters, augmented, context),
      );
      outcomes.push({ ...outcome, trial, stage: own });
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'train/diverged') throw error;
      diverged = error;
      context.log(error.message);
    }
  }
  if (outcomes.length === 0) throw diverged!;
  return outcomes;
}

/** By the validation part; the first of equals. */
export const bestTrial = (outcomes: readonly TrialOutcome[]): TrialOutcome =>
  outcomes.reduce((best, outcome) => (accuracyOf(outcome) > accuracyOf(best) ? outcome : best));

/** Where no group could be held out for validation, the training's own figures are all there is. */
function accuracyOf({ history }: StageOutcome): number {
  const { validationAccuracy, accuracy } = history.at(-1)!;
  return validationAccuracy ?? accuracy;
}

const settingsOf = ({ split }: Plan, { seed }: SoftmaxParameters) => ({
  ...{ classifier: CLASSIFIER, split, seed, threshold: THRESHOLD },
  level: 'video' as const,
});

/** Validation figures are means over the stages; the others are of every clip, held out once. */
function trialRow(
  { learningRate, batchSize, epochs }: Trial,
  outcomes: readonly TrialOutcome[],
  faces: ReadonlyMap<number, LabFace>,
  plan: Plan,
  parameters: SoftmaxParameters,
): TrialRow {
  const scores = outcomes.flatMap((outcome) => outcome.scores);
  const { videos } = scoredByFaces(plan.split, CLASSIFIER, scores, faces);
  const { accuracy, auc } = judgeRow(videos, settingsOf(plan, parameters));
  const mean = (valueOf: (outcome: TrialOutcome) => number) =>
    outcomes.reduce((sum, outcome) => sum + valueOf(outcome), 0) / outcomes.length;
  return {
    ...{ learningRate, batchSize, epochs, accuracy, auc },
    validationAccuracy: mean(accuracyOf),
    validationLoss: mean(({ history }) => history.at(-1)!.validationLoss ?? history.at(-1)!.loss),
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
