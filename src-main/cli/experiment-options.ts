/** The options of `exhibit experiment run` as the parameters of an experiment; what is left out is as in the paper. */
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../shared/errors.ts';
import {
  experimentParameters,
  metricLosses,
  type ExperimentParameters,
  type StoredSplitKind,
  type Trial,
} from '../shared/lab.ts';
import { defaultEmbedder, lstmDefaults, metricDefaults, softmaxDefaults } from '../shared/lab-defaults.ts';
import type { CliInput } from './command.ts';
import { choice, count, number, text } from './options.ts';

type Values = CliInput['values'];

const splits: Record<string, StoredSplitKind> = {
  identity: 'by-identity',
  video: 'by-video',
  official: 'official',
};

/** Makes the split, too, unless there is the same one already. @throws EngineError cli/usage, lab/not-found, lab/bad-split */
export async function experimentFrom(
  engine: Engine,
  { positionals, values }: CliInput,
  usage: string,
): Promise<ExperimentParameters> {
  const [, dataset, ...others] = positionals;
  if (dataset === undefined || others.length > 0) throw new EngineError('cli/usage', usage);
  const known = (await engine.handlers['dataset:list']({})).find(({ name }) => name === dataset);
  if (!known) {
    throw new EngineError(
      'lab/not-found',
      `there is no data set ${dataset}; 'exhibit dataset list' names those there are`,
    );
  }
  const kind = choice(values, 'kind', ['metric-learning', 'softmax', 'lstm'], 'metric-learning');
  requireOwnOptions(kind, values);
  const split = await engine.handlers['split:create']({
    datasetId: known.id,
    kind: splits[choice(values, 'split', Object.keys(splits), 'identity')]!,
    seed: count(values, 'split-seed', { min: 0, max: 2 ** 31, fallback: 1 }),
    folds: count(values, 'folds', { min: 2, max: 20, fallback: 5 }),
  });
  const common = {
    ...{ datasetId: known.id, splitId: split.id, leaky: values['no-leaky'] !== true },
    sampling: samplingFrom(values),
    embedder: text(values, 'embedder') ?? defaultEmbedder,
    seed: count(values, 'seed', { min: 0, max: 2 ** 31, fallback: 1 }),
  };
  const own = { 'metric-learning': metric, softmax, lstm }[kind](values);
  const name = text(values, 'name') ?? own.name;
  const { data, error } = experimentParameters.safeParse({ ...own, ...common, name });
  if (data) return data;
  const [issue] = error.issues;
  const option = optionOf[String(issue!.path[0])] ?? issue!.path.join('.');
  throw new EngineError('cli/usage', `${option}: ${issue!.message}`);
}

/** Under which option a parameter was given. */
const optionOf: Record<string, string> = {
  ...{ layers: '--layers', sampling: '--frames', classifiers: '--classifiers', trials: '--trials' },
  ...{ batchSize: '--batch', name: '--name', augmentation: '--augment' },
};

const ownOptions = {
  'metric-learning': ['loss', 'margin', 'layers', 'dropout', 'classifiers'],
  softmax: ['trials', 'hidden', 'augment'],
  lstm: ['units'],
} as const;

/** An option of another kind would be passed over in silence. @throws EngineError cli/usage */
function requireOwnOptions(kind: ExperimentParameters['kind'], values: Values): void {
  for (const [other, names] of Object.entries(ownOptions)) {
    const given = names.find((name) => values[name] !== undefined);
    if (other === kind || given === undefined) continue;
    throw new EngineError('cli/usage', `--${given} belongs to --kind ${other}, and this is ${kind}`);
  }
}

function metric(values: Values) {
  const list = (name: string) => text(values, name)?.split(',');
  return {
    ...metricDefaults,
    ...training(values, metricDefaults),
    loss: choice(values, 'loss', metricLosses, metricDefaults.loss),
    margin: number(values, 'margin', { min: 0, max: 100, fallback: metricDefaults.margin }),
    layers: list('layers')?.map(Number) ?? metricDefaults.layers,
    dropout: number(values, 'dropout', { min: 0, max: 0.9, fallback: metricDefaults.dropout }),
    classifiers: [...new Set(list('classifiers') ?? metricDefaults.classifiers)],
  };
}

function softmax(values: Values) {
  const trials = text(values, 'trials')?.split(',').map(trialFrom);
  const copies = { min: 0, max: 16, fallback: softmaxDefaults.augmentation.copies };
  return {
    ...softmaxDefaults,
    trials:
      trials ??
      (isAnyGiven(values) ? [training(values, softmaxDefaults.trials[0]!)] : softmaxDefaults.trials),
    hidden: count(values, 'hidden', { min: 1, max: 8192, fallback: softmaxDefaults.hidden }),
    augmentation: { ...softmaxDefaults.augmentation, copies: count(values, 'augment', copies) },
  };
}

function lstm(values: Values) {
  return {
    ...lstmDefaults,
    ...training(values, lstmDefaults),
    units: count(values, 'units', { min: 1, max: 4096, fallback: lstmDefaults.units }),
  };
}

const isAnyGiven = (values: Values) =>
  ['learning-rate', 'batch', 'epochs'].some((name) => values[name] !== undefined);

function training(values: Values, fallback: Trial): Trial {
  return {
    learningRate: number(values, 'learning-rate', { min: 1e-8, max: 10, fallback: fallback.learningRate }),
    batchSize: count(values, 'batch', { min: 4, max: 4096, fallback: fallback.batchSize }),
    epochs: count(values, 'epochs', { min: 1, max: 100_000, fallback: fallback.epochs }),
  };
}

function trialFrom(given: string): Trial {
  const [learningRate, batchSize, epochs, ...others] = given.split(':').map(Number);
  if (others.length === 0 && learningRate! > 0 && batchSize! > 0 && epochs! > 0) {
    return { learningRate: learningRate!, batchSize: batchSize!, epochs: epochs! };
  }
  throw new EngineError(
    'cli/usage',
    `--trials takes learning rate, batch and epochs such as 0.05:64:10, not '${given}'`,
  );
}

function samplingFrom(values: Values): ExperimentParameters['sampling'] {
  const given = text(values, 'frames');
  if (given === undefined) return metricDefaults.sampling;
  const [, kind, frames] = /^(first|spread):(\d+)$/.exec(given) ?? [];
  if (kind !== undefined && frames !== undefined)
    return { kind: kind as 'first' | 'spread', count: Number(frames) };
  throw new EngineError('cli/usage', `--frames takes first:N or spread:N, not '${given}'`);
}
