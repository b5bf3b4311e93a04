/** The options of `exhibit experiment run` as the parameters of an experiment; the defaults are the paper's. */
import { Option, type Command } from 'commander';
import type { Engine } from '../engine/engine.ts';
import {
  experimentParameters,
  faceClassifiers,
  metricLosses,
  type ExperimentKind,
  type ExperimentParameters,
  type MetricLoss,
  type Trial,
} from '../shared/lab.ts';
import {
  defaultEmbedder,
  lstmDefaults,
  metricDefaults,
  softmaxDefaults,
  splitDefaults,
} from '../shared/lab-defaults.ts';
import { labRanges, type Range } from '../shared/ranges.ts';
import { choiceOption, numberOption, option, textOption, wrongUsage } from './options.ts';
import { layerWidths, splitChoices, type SplitChoice } from './training-options.ts';

/** Those without a default are the paper's for the kind of experiment. */
export interface ExperimentOptions {
  kind: ExperimentKind;
  split: SplitChoice;
  folds: number;
  splitSeed: number;
  leaky: boolean;
  embedder: string;
  frames: ExperimentParameters['sampling'];
  name?: string;
  seed: number;
  epochs?: number;
  batch?: number;
  learningRate?: number;
  loss?: MetricLoss;
  margin?: number;
  layers?: number[];
  dropout?: number;
  classifiers?: string[];
  trials?: Trial[];
  hidden?: number;
  augment?: number;
  units?: number;
}

const kinds = ['metric-learning', 'softmax', 'lstm'] as const satisfies readonly ExperimentKind[];

/** Options that belong to one kind. */
const ownOptions = {
  'metric-learning': ['loss', 'margin', 'layers', 'dropout', 'classifiers'],
  softmax: ['trials', 'hidden', 'augment'],
  lstm: ['units'],
} as const satisfies Record<ExperimentKind, readonly (keyof ExperimentOptions)[]>;

export function addExperimentOptions(run: Command): Command {
  const { folds, seed, frames, epochs, batchSize, learningRate } = labRanges;
  const trained = (flags: string, description: string, range: Range, of: keyof Trial) =>
    numberOption(
      flags,
      `${description}; default ${metricDefaults[of]}, for lstm ${lstmDefaults[of]}, for softmax as in its trials`,
      range,
    );
  const common = [
    choiceOption('--kind <kind>', 'kind of experiment', kinds, 'metric-learning'),
    choiceOption('--split <by>', 'how the data set is split', splitChoices.names, 'person'),
    numberOption('--folds <n>', 'of the split, each held out in turn', folds, splitDefaults.folds),
    numberOption('--split-seed <n>', 'of the split', seed, splitDefaults.seed),
    new Option('--no-leaky', "do not run on the paper's split by frame too, whose figures are too good"),
    textOption(
      '--embedder <name>',
      "network that turns faces into vectors, from 'exhibit models list'",
      defaultEmbedder,
    ),
    option(
      '--frames <how>',
      `first:N or spread:N frames a clip (N from ${frames.min} to ${frames.max})`,
      samplingFrom,
      metricDefaults.sampling,
      `${metricDefaults.sampling.kind}:${metricDefaults.sampling.count}`,
    ),
    textOption('--name <text>', 'name of the run (default: what it trains)'),
    numberOption(
      '--seed <n>',
      'the same seed on the same backend gives the same numbers',
      seed,
      metricDefaults.seed,
    ),
    trained('--epochs <n>', 'of the training', epochs, 'epochs'),
    trained('--batch <n>', 'faces or clips a batch', batchSize, 'batchSize'),
    trained('--learning-rate <x>', 'of the training', learningRate, 'learningRate'),
  ];
  for (const each of common) run.addOption(each);
  for (const kind of kinds) {
    for (const each of optionsOf[kind]()) run.addOption(each.helpGroup(`Of --kind ${kind}:`));
  }
  return run;
}

/** Their defaults are shown, not set: an option that was not given is not one of another kind. */
const optionsOf: Record<ExperimentKind, () => Option[]> = {
  'metric-learning': () => [
    choiceOption('--loss <name>', `loss function (default ${metricDefaults.loss})`, metricLosses),
    numberOption('--margin <x>', `of the loss, default ${metricDefaults.margin}`, labRanges.margin),
    option(
      '--layers <n,n,...>',
      `widths of the head's layers, the output last (default ${metricDefaults.layers.join(',')})`,
      layerWidths,
    ),
    numberOption(
      '--dropout <x>',
      `after each hidden layer, default ${metricDefaults.dropout}`,
      labRanges.dropout,
    ),
    option(
      '--classifiers <name,name,...>',
      `all (default), or some of ${faceClassifiers.join(', ')}`,
      (given) => [...new Set(given.split(','))],
    ),
  ],
  softmax: () => [
    option('--trials <lr:batch:epochs,...>', 'one row of Table I each (default: its three)', (given) =>
      given.split(',').map(trialFrom),
    ),
    numberOption(
      '--hidden <n>',
      `width of the hidden layer, default ${softmaxDefaults.hidden}`,
      labRanges.hidden,
    ),
    numberOption(
      '--augment <copies>',
      `augmented copies of each face, default ${softmaxDefaults.augmentation.copies}`,
      labRanges.copies,
    ),
  ],
  lstm: () => [numberOption('--units <n>', `of the LSTM, default ${lstmDefaults.units}`, labRanges.units)],
};

/** Also makes the split, unless the same one exists. @throws EngineError cli/usage, lab/not-found, lab/bad-split */
export function experimentFrom(
  { lab }: Pick<Engine, 'lab'>,
  dataset: string,
  options: ExperimentOptions,
): ExperimentParameters {
  const { kind, split, folds, splitSeed, leaky, embedder, frames, seed } = options;
  const { id: datasetId } = lab.datasets.named(dataset);
  requireOwnOptions(options);
  const { id: splitId } = lab.datasets.split({
    ...{ datasetId, kind: splitChoices.kinds[split], seed: splitSeed, folds },
  });
  const own = { 'metric-learning': metric, softmax, lstm }[kind](options);
  const common = { datasetId, splitId, leaky, sampling: frames, embedder, seed };
  const { data, error } = experimentParameters.safeParse({
    ...own,
    ...common,
    name: options.name ?? own.name,
  });
  if (data) return data;
  const [issue] = error.issues;
  const given = optionOf[String(issue!.path[0])] ?? issue!.path.join('.');
  throw wrongUsage(`${given}: ${issue!.message}`);
}

/** Under which option a parameter was given. */
const optionOf: Record<string, string> = {
  ...{ layers: '--layers', sampling: '--frames', classifiers: '--classifiers', trials: '--trials' },
  ...{ batchSize: '--batch', name: '--name', augmentation: '--augment' },
};

/** An option of another kind would have no effect. @throws EngineError cli/usage */
function requireOwnOptions(options: ExperimentOptions): void {
  for (const [other, names] of Object.entries(ownOptions)) {
    const given = names.find((name) => options[name] !== undefined);
    if (other === options.kind || given === undefined) continue;
    throw wrongUsage(`--${given} belongs to --kind ${other}, but the kind is ${options.kind}`);
  }
}

function metric(options: ExperimentOptions) {
  const { loss, margin, layers, dropout, classifiers } = metricDefaults;
  return {
    ...metricDefaults,
    ...training(options, metricDefaults),
    loss: options.loss ?? loss,
    margin: options.margin ?? margin,
    layers: options.layers ?? layers,
    dropout: options.dropout ?? dropout,
    classifiers: options.classifiers ?? classifiers,
  };
}

function softmax(options: ExperimentOptions) {
  const { trials, hidden, augmentation } = softmaxDefaults;
  const { epochs, batch, learningRate } = options;
  const isAnyGiven = [epochs, batch, learningRate].some((given) => given !== undefined);
  return {
    ...softmaxDefaults,
    trials: options.trials ?? (isAnyGiven ? [training(options, trials[0]!)] : trials),
    hidden: options.hidden ?? hidden,
    augmentation: { ...augmentation, copies: options.augment ?? augmentation.copies },
  };
}

const lstm = (options: ExperimentOptions) => ({
  ...lstmDefaults,
  ...training(options, lstmDefaults),
  units: options.units ?? lstmDefaults.units,
});

const training = ({ epochs, batch, learningRate }: ExperimentOptions, fallback: Trial): Trial => ({
  learningRate: learningRate ?? fallback.learningRate,
  batchSize: batch ?? fallback.batchSize,
  epochs: epochs ?? fallback.epochs,
});

function trialFrom(given: string): Trial {
  const [learningRate, batchSize, epochs, ...others] = given.split(':').map(Number);
  if (others.length === 0 && learningRate! > 0 && batchSize! > 0 && epochs! > 0) {
    return { learningRate: learningRate!, batchSize: batchSize!, epochs: epochs! };
  }
  throw wrongUsage(`--trials takes learning rate, batch and epochs such as 0.05:64:10, not '${given}'`);
}

function samplingFrom(given: string): ExperimentParameters['sampling'] {
  const [, kind, frames] = /^(first|spread):(\d+)$/.exec(given) ?? [];
  if (kind !== undefined && frames !== undefined)
    return { kind: kind as 'first' | 'spread', count: Number(frames) };
  throw wrongUsage(`--frames takes first:N or spread:N, not '${given}'`);
}
