/**
 * A run to a model that casework can use: the head trained on all clips, its classifiers, and a card with the error
 * rates of the very scores that the run held out. Nothing is trained anew but the classifiers of the final head.
 */
import { join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { ExperimentParameters, RunSummary, SplitSummary } from '../../shared/lab.ts';
import { knownClips } from '../embedding/trained-on.ts';
import { epochRecord } from '../metric-learning/train-head.ts';
import { assembleModel } from '../training/assemble-model.ts';
import type { HeldOutFace } from '../training/cross-validate.ts';
import { videosWithEnoughFaces } from '../training/enough-faces.ts';
import { fitStages } from '../training/fit-stages.ts';
import { requireModelPlace, writeModel } from '../models/write-model.ts';
import {
  FINAL_STAGE,
  headSettings,
  runMetricLearning,
  type HeldOutDetail,
} from './experiments/metric-learning.ts';
import { prepareRun, type RunHooks, type RunMaterial } from './perform-run.ts';
import type { LabFace, Plan } from './run-plans.ts';
import type { RunStore } from './run-store.ts';

export interface Publication {
  name: string;
  /** Terms under which the model may be used: those of the data. */
  licence: string;
  /** Where the user's models are. */
  library: string;
}

/**
 * @returns the model's folder
 * @throws EngineError lab/not-publishable, models/write-failed
 */
export async function publishRun(
  { id, dataset, state, backend }: RunSummary,
  parameters: ExperimentParameters,
  { name, licence, library }: Publication,
  material: RunMaterial,
  store: RunStore,
  hooks: RunHooks,
): Promise<string> {
  if (state !== 'done') throw refused('it is not done; let it end first');
  if (parameters.kind !== 'metric-learning') {
    throw refused(
      'casework stands on a metric-learning head with SGD and Random Forest; run that experiment',
    );
  }
  if (!parameters.classifiers.includes('sgd') || !parameters.classifiers.includes('forest')) {
    throw refused('casework needs both SGD and Random Forest; run it again with them');
  }
  if (material.split.kind !== 'by-identity' || !parameters.leaky) {
    throw refused(
      'a card shows error rates by identity beside the leaky ones; run it by identity, with the leaky split',
    );
  }
  const folder = join(library, name);
  await requireModelPlace(folder);
  const { faces, known, plans, context } = await prepareRun(id, parameters, material, store, hooks);
  requireCounts(faces);
  const { details } = await runMetricLearning(faces, plans, parameters, context);
  const fitted = await fitStages(context.runtime, faces, headSettings(parameters), {
    signal: hooks.signal,
    checkpoint: context.checkpoint(FINAL_STAGE, epochRecord),
  });
  const [honest, leaky] = details.map((stages) => stages.flatMap(heldOutFaces));
  const { name: embedder, sha256, identityLimits } = material.embedder;
  const tellsPeople = identityLimits !== null;
  const model = await assembleModel(
    {
      ...{
        samples: faces,
        held: honest!,
        leaked: leaky!,
        degraded: null,
        fitted,
        backend: backend ?? context.runtime.backend,
      },
      splitText: { byIdentity: byNames(material.split, plans[0]!), byFrame: 'a tenth' },
      groupOf: new Map(faces.map(({ video, group }) => [video, group])),
      folds: plans[0]!.stages.length,
      settings: headSettings(parameters),
      options: {
        name,
        licence,
        dataName: dataset,
        embedder: { name: embedder, sha256, tellsPeople },
        knownClips: knownClips(material.trainedOn, { count: known, tellsPeople }),
      },
    },
    hooks.signal,
  );
  await writeModel(folder, model);
  return folder;
}

function byNames({ groups }: SplitSummary, { stages }: Plan): string {
  const alike = Math.max(...stages.map(({ alikeLeftOut }) => alikeLeftOut));
  return (
    `${groups} groups of people (seen or donor) and recordings, by the names given, are dealt whole; clips of people who ` +
    `look like somebody held out (up to ${alike} in a fold) take no part in that fold's training.`
  );
}

/** Figures by video rest on clips that casework would judge. */
function requireCounts(faces: readonly LabFace[]): void {
  const judged = videosWithEnoughFaces(faces);
  const labels = new Set(faces.filter(({ video }) => judged.has(video)).map(({ label }) => label));
  if (labels.size === 2) return;
  throw refused('it has no clips of both classes with enough usable faces to be judged by video; add clips');
}

function heldOutFaces({ stage: { test, fold }, raw, distances }: HeldOutDetail): HeldOutFace[] {
  return test.map((sample, index) => ({
    ...{ sample, fold, distances: distances[index]! },
    raw: { sgd: raw['sgd']![index]!, forest: raw['forest']![index]! },
  }));
}

const refused = (why: string) =>
  new EngineError('lab/not-publishable', `this run can't be published: ${why}`);
