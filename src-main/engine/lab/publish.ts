/**
 * A run to a model that casework can use: the head trained on all clips, its classifiers, and a card with the error
 * rates of the very scores that the run held out. What the run has trained is not trained again.
 */
import { basename } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { ExperimentParameters, MetricParameters, RunSummary, SplitSummary } from '../../shared/lab.ts';
import { countOf } from '../../shared/wording.ts';
import { knownClips } from '../embedding/trained-on.ts';
import { independentGroups } from '../evaluation/splits.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { degradations } from '../media/degradations.ts';
import { requireEncoder } from '../media/degrade.ts';
import { requireModelPlace, writeModel } from '../models/write-model.ts';
import { assembleModel, type DegradedClips, type TrainedModel } from '../training/assemble-model.ts';
import type { HeldOutFace } from '../training/calibrated-faces.ts';
import { videosWithEnoughFaces } from '../training/held-out-clips.ts';
import { MIN_USABLE_FACES } from '../verdict/confidence.ts';
import type { DegradedSample, TrainingSample } from '../training/training-sample.ts';
import {
  fitFinalStage,
  headSettings,
  runMetricLearning,
  scoreStage,
  type StageScores,
} from './experiments/metric-learning.ts';
import type { RunContext } from './experiments/run-context.ts';
import type { FailedItem } from './face-store.ts';
import { gatherFaces } from './gather-faces.ts';
import { prepareRun, type RunHooks, type RunMaterial } from './perform-run.ts';
import type { LabFace, Plan, Stage } from './run-plans.ts';
import type { RunStore } from './run-store.ts';

interface Publication {
  /** New or empty; its last part is the model's name. */
  folder: string;
  /** Terms under which the model may be used: those of the data. */
  licence: string;
  /** Ways in which the held-out clips are made worse, for figures on the card. */
  conditions: readonly DegradationName[];
}

export interface PublishedModel {
  model: TrainedModel;
  leftOut: FailedItem[];
  /** Copies of clips that could not be made or read. */
  failedCopies: (FailedItem & { condition: DegradationName })[];
}

/** @throws EngineError lab/not-publishable */
export function requirePublishable(
  { state }: Pick<RunSummary, 'state'>,
  parameters: ExperimentParameters,
  { kind }: Pick<SplitSummary, 'kind'>,
): void {
  if (state !== 'done') throw refused('it is not finished. Wait for its end.');
  requireMetric(parameters);
  if (!parameters.classifiers.includes('sgd') || !parameters.classifiers.includes('forest')) {
    throw refused('cases need both SGD and Random Forest. Run it again with them.');
  }
  const { count } = parameters.sampling;
  if (count < MIN_USABLE_FACES) {
    throw refused(
      `it took ${countOf(count, 'frame')} a clip, and a clip is judged by ${MIN_USABLE_FACES} faces or more. Run it again with more frames.`,
    );
  }
  if (kind !== 'by-identity' || !parameters.leaky) {
    throw refused(
      'its card must show error rates split by person and by frame. Run it again split by person, and by frame too.',
    );
  }
}

export function requireMetric(parameters: ExperimentParameters): asserts parameters is MetricParameters {
  if (parameters.kind === 'metric-learning') return;
  throw refused('cases need a metric-learning head with SGD and Random Forest. Run that experiment.');
}

/**
 * @param parameters of a metric-learning run by identity, with SGD, Random Forest and the leaky split
 * @throws EngineError lab/not-publishable, models/write-failed
 */
export async function publishRun(
  { id, dataset, backend }: Pick<RunSummary, 'id' | 'dataset' | 'backend'>,
  parameters: MetricParameters,
  { folder, licence, conditions }: Publication,
  material: RunMaterial,
  store: RunStore,
  hooks: RunHooks,
): Promise<PublishedModel> {
  const { tools, trainedOn, split, items } = material;
  await requireModelPlace(folder, [licence, dataset, ...items.map(({ method }) => method)]);
  const { faces, known, leftOut, plans, context } = await prepareRun(id, parameters, material, store, hooks);
  requireCounts(faces);
  const { details } = await runMetricLearning(faces, plans, parameters, context);
  const [honest, leaked] = details.map((stages) => stages.flatMap(heldOutFaces));
  const { degraded, failedCopies } = await scoreCopies(
    faces,
    plans[0]!,
    parameters,
    conditions,
    material,
    context,
  );
  const { name: embedder, sha256, identity } = tools.embedder;
  const tellsPeople = identity !== null;
  const model = await assembleModel(
    {
      ...{ samples: faces, held: honest!, leaked: leaked!, degraded },
      ...{
        fitted: await fitFinalStage(faces, parameters, context),
        backend: backend ?? context.runtime.backend,
      },
      howDealt: howDealt(faces, split, plans[0]!),
      groupOf: new Map(faces.map(({ video, group }) => [video, group])),
      folds: plans[0]!.stages.length,
      settings: headSettings(parameters),
      options: {
        ...{ name: basename(folder), licence, dataName: dataset },
        embedder: { name: embedder, sha256, tellsPeople },
        knownClips: knownClips(trainedOn, { count: known, tellsPeople }),
      },
    },
    hooks.signal,
  );
  await writeModel(folder, model);
  return { model, leftOut, failedCopies };
}

/** Copies are scored by the stage that held out their clip, and trained on by none. */
async function scoreCopies(
  faces: readonly LabFace[],
  { stages }: Plan,
  parameters: MetricParameters,
  conditions: readonly DegradationName[],
  material: RunMaterial,
  context: RunContext,
): Promise<{ degraded: DegradedClips | null; failedCopies: PublishedModel['failedCopies'] }> {
  if (conditions.length === 0) return { degraded: null, failedCopies: [] };
  // Asked once: a clip at a time, every clip would be left out for the same reason.
  for (const name of conditions)
    await requireEncoder(degradations[name], material.tools.ffmpeg, context.signal);
  const judged = videosWithEnoughFaces(faces);
  const [items, pictures] = ['video', 'pictures'].map((kind) =>
    material.items.filter((item) => item.kind === kind && judged.has(item.path)),
  );
  const clips = new Set(items!.map(({ path }) => path));
  const copies: (LabFace & DegradedSample)[] = [];
  const failedCopies: PublishedModel['failedCopies'] = [];
  for (const condition of conditions) {
    const run = { signal: context.signal, onProgress: context.looking(condition) };
    const found = await gatherFaces({ ...material, items: items! }, parameters, condition, run);
    for (const face of found.faces) copies.push({ ...face, condition });
    // A copy without a usable face is counted as unscored; nothing about it went wrong.
    const failed = found.leftOut.filter(
      ({ path, error }) => clips.has(path) && error.code !== 'media/no-frames',
    );
    for (const each of failed) failedCopies.push({ ...each, condition });
  }
  const held: HeldOutFace<DegradedSample>[] = [];
  for (const stage of stages) {
    const test = copies.filter(({ fold }) => fold === stage.fold);
    if (test.length === 0) continue;
    const scores = await scoreStage({ ...stage, test }, parameters, context);
    for (const face of asHeldOut(test, stage, scores)) held.push(face);
  }
  return { degraded: { conditions, clips, pictures: pictures!.length, held }, failedCopies };
}

const heldOutFaces = ({ stage, ...scores }: StageScores & { stage: Stage }): HeldOutFace[] =>
  asHeldOut(stage.test, stage, scores);

function asHeldOut<T extends TrainingSample>(
  test: readonly T[],
  { fold }: Pick<Stage, 'fold'>,
  { raw, distances }: StageScores,
): HeldOutFace<T>[] {
  return test.map((sample, index) => ({
    ...{ sample, fold, distances: distances[index]! },
    raw: { sgd: raw['sgd']![index]!, forest: raw['forest']![index]! },
  }));
}

/** How people were held out, for the card. */
export function howDealt(
  faces: readonly TrainingSample[],
  { groups }: Pick<SplitSummary, 'groups'>,
  { stages }: { stages: readonly Pick<Stage, 'alikeLeftOut'>[] },
): string {
  const alike = Math.max(...stages.map(({ alikeLeftOut }) => alikeLeftOut));
  if (alike > 0) {
    return (
      `${groups} groups of people (seen or donor) and recordings, by their names, are kept whole. Clips of people who ` +
      `resemble someone held out (up to ${alike} in a fold) are excluded from that fold's training.`
    );
  }
  const count = new Set(independentGroups(faces)).size;
  const named = new Set(independentGroups(faces.map((face) => ({ ...face, alike: [] })))).size;
  return (
    `${count} groups are kept whole: no person (seen or donor, known by name or by the likeness of the faces) and no ` +
    `recording is on both sides. By names and recordings alone there were ${named} groups; likeness joined ` +
    `${named - count} of them to others.`
  );
}

/** Figures by video rest on clips that casework would judge. */
function requireCounts(faces: readonly LabFace[]): void {
  const judged = videosWithEnoughFaces(faces);
  const labels = new Set(faces.filter(({ video }) => judged.has(video)).map(({ label }) => label));
  if (labels.size === 2) return;
  throw refused(
    `it lacks real or fake clips with ${MIN_USABLE_FACES} usable faces or more. Run it again with more frames a clip, or add clips.`,
  );
}

const refused = (why: string) =>
  new EngineError('lab/not-publishable', `This run cannot be published: ${why}`);
