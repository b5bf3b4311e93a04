/** A data set of the lab to a model: faces, who looks like one person, a split by that, a run and its publishing. */
import type { Progress } from '../../shared/domain.ts';
import { metricDefaults } from '../../shared/lab-defaults.ts';
import type { MetricParameters } from '../../shared/lab.ts';
import type { TrainedOn } from '../embedding/trained-on.ts';
import { isDegradation, type DegradationName } from '../../shared/degradation-names.ts';
import { defaultHeadSettings, type HeadSettings } from '../metric-learning/train-head.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { datasetStore } from './dataset-store.ts';
import { dealPeople } from './deal-people.ts';
import type { LabDatabase } from './lab-database.ts';
import { publishRun, type PublishedModel } from './publish.ts';
import { runStore } from './run-store.ts';
import type { WorkRun } from '../support/work-run.ts';

export interface ModelTraining extends Partial<HeadSettings> {
  /** Where the model goes; its last part is the model's name. */
  folder: string;
  /** Terms under which the model may be used. */
  licence: string;
  /** Frames a clip, spread over its length. */
  frames: number;
  /** Ways in which the held-out videos are made worse, to measure how the model holds. */
  conditions: readonly DegradationName[];
  /** Whom the embedder was trained on; null where nobody said. */
  trainedOn: TrainedOn | null;
}

/** @throws EngineError train/too-little-data, models/write-failed */
export async function trainModel(
  db: LabDatabase,
  datasetId: number,
  { folder, licence, frames, conditions, trainedOn, ...settings }: ModelTraining,
  tools: FaceTools,
  { signal, onProgress }: WorkRun,
): Promise<PublishedModel> {
  const runs = runStore(db);
  const sampling = { kind: 'spread', count: frames } as const;
  const head = { ...defaultHeadSettings, ...chosen(settings) };
  const run = { signal, onProgress };
  const source = await dealPeople(db, { datasetId, frames, trainedOn, seed: head.seed }, tools, run);
  const parameters: MetricParameters = {
    ...{ ...metricDefaults, ...head, layers: [...head.layers], datasetId, splitId: source.split.id },
    ...{ embedder: tools.embedder.name, sampling, leaky: true, classifiers: ['sgd', 'forest'] },
  };
  const networks = { embedderSha256: tools.embedder.sha256, identitySha256: tools.identity.sha256 };
  const { id } = runs.create(parameters, networks);
  const { name: dataset } = datasetStore(db).detail(datasetId).summary;
  return publishRun(
    ...([{ id, dataset, backend: null }, parameters, { folder, licence, conditions }] as const),
    ...([source, runs] as const),
    {
      signal,
      onProgress: ({ stage, epoch, done, total }) =>
        onProgress({ stage: epoch ? 'train' : stageOf(stage), done, total }),
    },
  );
}

const stageOf = (stage: string) => (isDegradation(stage) ? 'degrade' : (stage as Progress['stage']));

/** The settings that were given, without the gaps that would hide the defaults. */
const chosen = (settings: Partial<HeadSettings>): Partial<HeadSettings> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
