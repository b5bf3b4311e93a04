/** One experiment from its parameters to its result: faces, plans, trainings, tables and pictures. */
import type { ExperimentParameters, RunProgress, TrialRow } from '../../shared/lab.ts';
import { EngineError } from '../../shared/errors.ts';
import { countOf } from '../../shared/wording.ts';
import { project } from '../metric-learning/head-network.ts';
import { loadTensorFlow } from '../metric-learning/tensorflow.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { augmentedFeatures } from './augmented-features.ts';
import { buildResult } from './build-result.ts';
import { runLstm } from './experiments/lstm.ts';
import { runMetricLearning } from './experiments/metric-learning.ts';
import { lookingProgress, runContext, type RunContext } from './experiments/run-context.ts';
import type { ScoredSplit } from './experiments/scored-faces.ts';
import { runSoftmax, type AugmentedFeatures } from './experiments/softmax.ts';
import { viewName } from './face-view.ts';
import { gatherFaces, type FaceSource, type GatheredFaces } from './gather-faces.ts';
import { chosenPlan, leakyPlan, type LabFace, type Plan } from './run-plans.ts';
import type { RunStore } from './run-store.ts';
import type { SplitSummary } from '../../shared/lab.ts';
import { vectorLayouts } from './vector-layouts.ts';

export interface RunMaterial extends FaceSource {
  split: SplitSummary;
}

export interface ExperimentMaterial extends RunMaterial {
  /** The run's embedder on this thread, for pictures that are made here; whoever asks disposes of it. */
  openEmbedder(): Promise<Embedder>;
}

export interface RunHooks {
  signal: AbortSignal;
  onProgress: (progress: RunProgress) => void;
}

/** Everything that a run trains with; all of it is made again from the store after a stop. */
interface PreparedRun extends GatheredFaces {
  plans: Plan[];
  context: RunContext;
}

export async function performExperiment(
  runId: number,
  parameters: ExperimentParameters,
  material: ExperimentMaterial,
  store: RunStore,
  hooks: RunHooks,
): Promise<void> {
  const prepared = await prepareRun(runId, parameters, material, store, hooks);
  const { faces, leftOut, plans, context } = prepared;
  context.log(
    `${faces.length} faces, ${leftOut.length} clips left out; TensorFlow.js ${context.runtime.backend}`,
  );
  const outcome = await scoreAll(parameters, prepared, material, hooks.signal);
  store.setResult(runId, buildResult({ parameters, faces, leftOut, plans, ...outcome }));
}

export async function prepareRun(
  runId: number,
  parameters: ExperimentParameters,
  material: RunMaterial,
  store: RunStore,
  { signal, onProgress }: RunHooks,
): Promise<PreparedRun> {
  const { datasetId, sampling, leaky, seed } = parameters;
  const begun = store.stageResult(runId, FACES) !== null;
  // Clips that failed for a temporary reason are tried again, but not once a run has begun.
  if (!begun) material.store.retryFailed(datasetId, viewName({ sampling, degradation: null }));
  const gathered = await gatherFaces(material, parameters, null, {
    signal,
    onProgress: (progress) => onProgress(lookingProgress(runId, progress)),
  });
  const faces = sameFaces(runId, gathered.faces, store);
  requireFaces(faces, material.items.length, gathered.known);
  const chosen = chosenPlan(faces, material.split);
  const plans = leaky ? [chosen, leakyPlan(faces, seed)] : [chosen];
  const runtime = await loadTensorFlow();
  const stages = plans.reduce((sum, plan) => sum + plan.stages.length, 0);
  const totalEpochs = epochsOf(parameters, stages);
  const context = runContext({ runId, store, runtime, signal, totalEpochs, onProgress });
  store.setBackend(runId, runtime.backend);
  const first = store.summary(runId).backend;
  if (first !== runtime.backend) {
    context.log(`began on ${first} and continues on ${runtime.backend}, which rounds differently`);
  }
  return { ...gathered, faces, plans, context };
}

/** Checked before the training, which could not say why it fails. */
function requireFaces(faces: readonly LabFace[], clips: number, known: number): void {
  const without = (['real', 'fake'] as const).find((label) => !faces.some((face) => face.label === label));
  if (without === undefined) return;
  throw new EngineError(
    'train/too-little-data',
    `No ${without} clip shows a usable face; ${countOf(clips, 'clip was', 'clips were')} examined` +
      (known === 0
        ? ''
        : ` (without ${countOf(known, 'clip')} of people or recordings that the embedder was trained on)`) +
      ". Run 'exhibit analyse' on one of them to see why, or add other clips.",
  );
}

/** The name under which a run stores the faces that it began with. */
const FACES = 'faces';

/** Another run may have found faces in more clips meanwhile; a training goes on with those that it began with. */
function sameFaces(runId: number, faces: readonly LabFace[], store: RunStore): LabFace[] {
  const kept = store.stageResult(runId, FACES) as number[] | null;
  if (kept) {
    const ids = new Set(kept);
    return faces.filter(({ faceId }) => ids.has(faceId));
  }
  store.setStageResult(
    runId,
    FACES,
    faces.map(({ faceId }) => faceId),
  );
  return [...faces];
}

/** Of all trainings together. */
function epochsOf(parameters: ExperimentParameters, stages: number): number {
  switch (parameters.kind) {
    case 'softmax':
      return stages * parameters.trials.reduce((sum, trial) => sum + trial.epochs, 0);
    case 'lstm':
      return stages * parameters.epochs;
    case 'metric-learning':
      return (stages + 1) * parameters.epochs;
  }
}

async function scoreAll(
  parameters: ExperimentParameters,
  { faces, plans, context }: PreparedRun,
  { openEmbedder, store, tools }: ExperimentMaterial,
  signal: AbortSignal,
): Promise<{
  scored: ScoredSplit[];
  trials: TrialRow[];
  layouts: Awaited<ReturnType<typeof vectorLayouts>>;
}> {
  switch (parameters.kind) {
    case 'softmax': {
      let augmented: AugmentedFeatures = new Map();
      if (parameters.augmentation.copies > 0) {
        const embedder = await openEmbedder();
        try {
          augmented = await augmentedFeatures(faces, parameters, { embedder, store, tools, signal });
        } finally {
          await embedder.dispose();
        }
      }
      return { ...(await runSoftmax(faces, plans, parameters, augmented, context)), layouts: [] };
    }
    case 'lstm':
      return { scored: await runLstm(plans, parameters, context), trials: [], layouts: [] };
    case 'metric-learning': {
      const { scored, head } = await runMetricLearning(faces, plans, parameters, context);
      const held = plans[0]!.stages[0]!.test;
      const after = project(
        context.runtime,
        head,
        held.map(({ embedding }) => embedding),
      );
      return { scored, trials: [], layouts: await layoutsOf(held, after, parameters.seed, signal) };
    }
  }
}

/** Of held-out faces: those that the head was trained on would say little. */
async function layoutsOf(
  faces: readonly LabFace[],
  after: readonly Float32Array[],
  seed: number,
  signal: AbortSignal,
) {
  const points = (vectors: readonly Float32Array[]) =>
    faces.map(({ faceId, label }, index) => ({ faceId, label, vector: vectors[index]! }));
  const before = points(faces.map(({ embedding }) => embedding));
  return [
    ...(await vectorLayouts(before, { stage: 'before', seed, signal })),
    ...(await vectorLayouts(points(after), { stage: 'after', seed, signal })),
  ];
}
