/**
 * How a run holds when its clips are made worse. Every clip is scored by the stage that held it out, from its degraded
 * copy; nothing is trained anew.
 */
import type { ExperimentParameters, HeldOutFigure, RobustnessRow } from '../../shared/lab.ts';
import { robustnessRow } from './build-result.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { degradations } from '../media/degradations.ts';
import { requireEncoder } from '../media/degrade.ts';
import { scoreStage as scoreLstmStage } from './experiments/lstm.ts';
import { probabilityOf, scoreStage as scoreMetricStage } from './experiments/metric-learning.ts';
import type { RunContext } from './experiments/run-context.ts';
import { scoredByFaces, type FaceScore } from './experiments/scored-faces.ts';
import { bestTrial, scoreStage as scoreSoftmaxStage, tryAll } from './experiments/softmax.ts';
import { gatherFaces } from './gather-faces.ts';
import { prepareRun, type RunHooks, type RunMaterial } from './perform-run.ts';
import type { Stage } from './run-plans.ts';
import type { RunStore } from './run-store.ts';

export async function measureRobustness(
  runId: number,
  parameters: ExperimentParameters,
  conditions: readonly DegradationName[],
  material: RunMaterial,
  store: RunStore,
  hooks: RunHooks,
): Promise<void> {
  const { plans, context } = await prepareRun(runId, parameters, material, store, hooks);
  const { split, stages } = plans[0]!;
  // Asked once: a clip at a time, every clip would be left out for the same reason.
  for (const name of conditions)
    await requireEncoder(degradations[name], material.tools.ffmpeg, hooks.signal);
  for (const condition of conditions) {
    const result = store.result(runId)!;
    if (result.robustness.some((row) => row.condition === condition)) continue;
    const { faces } = await gatherFaces(material, parameters, condition, {
      signal: hooks.signal,
      onProgress: context.looking(condition),
    });
    const scored: HeldOutFigure[][] = [];
    for (const stage of stages) {
      const test = faces.filter(({ fold }) => fold === stage.fold);
      if (test.length > 0) scored.push(await scoreVideos({ ...stage, test }, parameters, context));
    }
    const videos = scored.flat();
    const row = robustnessRow(condition, 'degradation', videos, { split, seed: parameters.seed });
    store.setResult(runId, { ...result, robustness: inOrder([...result.robustness, ...row]) });
  }
}

/** Degradations before sizes, each in the order in which they were measured. */
const inOrder = (rows: readonly RobustnessRow[]) => [
  ...rows.filter(({ by }) => by === 'degradation'),
  ...rows.filter(({ by }) => by === 'face-size'),
];

/** By the first classifier, which heads the tables. */
async function scoreVideos(
  stage: Stage,
  parameters: ExperimentParameters,
  context: RunContext,
): Promise<HeldOutFigure[]> {
  const byId = new Map(stage.test.map((face) => [face.faceId, face]));
  const ofFaces = (scores: readonly FaceScore[]) => scoredByFaces('by-video', '', scores, byId).videos;
  switch (parameters.kind) {
    case 'lstm':
      return scoreLstmStage(stage, parameters, context);
    case 'softmax': {
      // All trials are done: what is kept of them says which one this stage stands on.
      const { trial, stage: own } = bestTrial(await tryAll(stage, parameters, new Map(), context));
      const tested = { ...stage, name: own.name };
      return ofFaces((await scoreSoftmaxStage(tested, trial, parameters, new Map(), context)).scores);
    }
    case 'metric-learning': {
      const [classifier] = parameters.classifiers;
      const { raw } = await scoreMetricStage(stage, { ...parameters, classifiers: [classifier!] }, context);
      const scores = raw[classifier!]!.map((value) => probabilityOf(classifier!, value));
      return ofFaces(stage.test.map(({ faceId }, index) => ({ faceId, score: scores[index]! })));
    }
  }
}
