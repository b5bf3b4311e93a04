/** Row 2 of Table III: an LSTM over the features of a video's frames, one score a video. */
import type { HeldOutFigure, LstmParameters } from '../../../shared/lab.ts';
import { groupedBy } from '../../support/grouped.ts';
import { defaultNadam } from '../../softmax-learning/nadam.ts';
import { softmaxEpoch } from '../../softmax-learning/train-epochs.ts';
import { scoreLstm, trainLstm } from '../../softmax-learning/train-lstm.ts';
import type { LabFace, Plan, Stage } from '../run-plans.ts';
import { featuresOf } from './features.ts';
import type { RunContext } from './run-context.ts';
import type { ScoredSplit } from './scored-faces.ts';

/** On the leaky plan some frames of each video are trained on, and the others tested as a short video. */
export async function runLstm(
  plans: readonly Plan[],
  parameters: LstmParameters,
  context: RunContext,
): Promise<ScoredSplit[]> {
  const scored: ScoredSplit[] = [];
  for (const { split, stages } of plans) {
    const videos: HeldOutFigure[][] = [];
    for (const stage of stages)
      videos.push(await context.kept(stage.name, () => scoreStage(stage, parameters, context)));
    scored.push({ split, classifier: 'lstm', faces: null, videos: videos.flat() });
  }
  return scored;
}

/** Trains, or takes from the checkpoint, the network of a stage and scores its tested videos. */
export async function scoreStage(
  { name, train, test }: Stage,
  { seed, units, learningRate, batchSize, epochs, validationShare }: LstmParameters,
  { runtime, signal, checkpoint, epochEnded }: RunContext,
): Promise<HeldOutFigure[]> {
  const settings = { ...defaultNadam, seed, units, learningRate, batchSize, epochs, validationShare };
  const { network } = await trainLstm(runtime, videosOf(train), settings, {
    signal,
    checkpoint: checkpoint(name, softmaxEpoch),
    onEpoch: (epoch) => epochEnded({ stage: name, ...epoch }),
  });
  const tested = videosOf(test);
  const scores = scoreLstm(runtime, network, tested);
  return tested.map(({ label, itemId, groupNumber }, index) => ({
    ...{ label, itemId, group: groupNumber },
    score: scores[index]!,
  }));
}

function videosOf(faces: readonly LabFace[]) {
  return [...groupedBy(faces, ({ itemId }) => itemId).values()].map((own) => {
    const inOrder = [...own].sort((a, b) => a.frameIndex - b.frameIndex);
    const { label, itemId, group } = own[0]!;
    return {
      ...{ label, itemId, group: String(group), groupNumber: group },
      frames: inOrder.map(({ embedding }) => featuresOf(embedding)),
    };
  });
}
