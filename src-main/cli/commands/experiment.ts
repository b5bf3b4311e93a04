/** `exhibit experiment`: runs of the lab's experiments, their tables and figures. */
import { access, constants } from 'node:fs/promises';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { degradationNames } from '../../engine/media/degradations.ts';
import { makeFolder } from '../../engine/lab/figures.ts';
import { markdownTable, textTable } from '../../engine/support/text-table.ts';
import type { Table } from '../../shared/table.ts';
import { compareRuns, metricTables, robustnessTable, trialTable } from '../../engine/lab/tables.ts';
import { EngineError } from '../../shared/errors.ts';
import type { RunDetail, RunSummary } from '../../shared/lab.ts';
import { splitWords } from '../../shared/lab-wording.ts';
import { exit, type CliCommand, type CliInput } from '../command.ts';
import { experimentFrom } from '../experiment-options.ts';
import { required, text } from '../options.ts';
import { printable } from '../printable.ts';
import { duration } from '../progress-line.ts';

const usage = `exhibit experiment run <data set>
  --kind KIND          metric-learning (default), softmax or lstm
  --split BY           identity (default), video or official; --folds N (default 5), --split-seed N (default 1)
  --no-leaky           without the run on the paper's split by frame, whose figure is inflated
  --embedder NAME      what turns faces into vectors ('exhibit models list'); default faceplugin-feature
  --frames HOW         first:N or spread:N frames a clip (default first:25, as the paper)
  --name TEXT          what the run is called
  --seed N             same seed, same backend: same numbers (default 1)
  --epochs N  --batch N  --learning-rate X     of the training; for softmax: of its only trial
  metric-learning: --loss triplet-semi-hard | triplet-batch-hard | contrastive | multi-similarity |
                   alignment-uniformity, --margin X, --layers N,N,…, --dropout X, --classifiers NAME,NAME,…
  softmax:         --trials LR:BATCH:EPOCHS,… (Table I), --hidden N, --augment COPIES
  lstm:            --units N
  --plots DIR          writes figures (SVG and PNG) and tables (CSV) when it is done
exhibit experiment list
exhibit experiment show <run> [--plots DIR] [--markdown]
exhibit experiment compare <run> <run> … [--markdown]
exhibit experiment resume <run>            goes on at the newest epoch
exhibit experiment remove <run>
exhibit experiment robustness <run> --degradations NAME,…    on clips made worse, each name one of
                       ${degradationNames.join(', ')}
exhibit experiment neighbours <run> --face ID [--count N]    nearest real and fake training faces
exhibit experiment publish <run> --name NAME [--licence TEXT]
--lab FILE             the lab's own file (default: lab.sqlite among the settings)`;

type Actions = Record<string, (engine: Engine, input: CliInput) => Promise<number>>;

const actions: Actions = {
  async run(engine, input) {
    const parameters = await experimentFrom(engine, input, usage);
    await requirePlots(input);
    const { runId } = await engine.handlers['experiment:start']({ parameters });
    return follow(engine, runId, input);
  },
  async list(engine) {
    const runs = await engine.handlers['experiment:list']({});
    print(runs.map(line));
    return exit.ok;
  },
  async show(engine, input) {
    const detail = await engine.handlers['experiment:detail']({ runId: runOf(input) });
    show(detail, input);
    await writePlots(engine, detail.run.id, input);
    return exit.ok;
  },
  async compare(engine, { positionals, values }) {
    const details = [];
    for (const id of positionals.slice(1))
      details.push(await engine.handlers['experiment:detail']({ runId: idOf(id) }));
    const done = details.flatMap(({ run, result }) => (result === null ? [] : [{ run, result }]));
    printTables([compareRuns(done)], values);
    return exit.ok;
  },
  async resume(engine, input) {
    const runId = runOf(input);
    await engine.handlers['experiment:resume']({ runId });
    return follow(engine, runId, input);
  },
  async remove(engine, input) {
    await engine.handlers['experiment:remove']({ runId: runOf(input) });
    return exit.ok;
  },
  async robustness(engine, input) {
    const runId = runOf(input);
    const degradations = required(input.values, 'degradations', usage).split(',');
    await engine.handlers['experiment:robustness']({ runId, degradations });
    return follow(engine, runId, input);
  },
  async neighbours(engine, input) {
    const count = Number(text(input.values, 'count') ?? 5);
    const faceId = idOf(required(input.values, 'face', usage));
    const found = await engine.handlers['experiment:neighbours']({ runId: runOf(input), faceId, count });
    for (const label of ['real', 'fake'] as const) {
      print(
        found[label].map(
          (face) => `${label}  ${face.distance.toFixed(3)}  face ${face.faceId}  ${face.path}`,
        ),
      );
    }
    return exit.ok;
  },
  async publish(engine, input) {
    const name = required(input.values, 'name', usage);
    const licence = text(input.values, 'licence') ?? 'research and evaluation';
    const model = await engine.handlers['experiment:publish']({ runId: runOf(input), name, licence });
    print([
      `${model.name} is published in ${model.folder}`,
      `use it with --model '${model.name}', or activate it`,
    ]);
    return exit.ok;
  },
};

const withValue = [
  ...['kind', 'split', 'folds', 'split-seed', 'embedder', 'frames', 'name', 'seed', 'epochs', 'batch'],
  ...['learning-rate', 'loss', 'margin', 'layers', 'dropout', 'classifiers', 'trials', 'hidden', 'augment'],
  ...['units', 'plots', 'lab', 'degradations', 'face', 'count', 'licence'],
];

export const experiment: CliCommand = {
  summary: "run the lab's experiments on a data set and show what came out",
  usage,
  options: {
    ...Object.fromEntries(withValue.map((name) => [name, { type: 'string' as const }])),
    'no-leaky': { type: 'boolean' },
    markdown: { type: 'boolean' },
  },
  async run(input) {
    const act = actions[input.positionals[0] ?? ''];
    if (!act) throw new EngineError('cli/usage', usage);
    const engine = await createEngine({ ...input, labFile: text(input.values, 'lab'), provider: 'cpu' });
    try {
      return await act(engine, input);
    } finally {
      await engine.close();
    }
  },
};

const idOf = (given: string | undefined): number => {
  const id = Number(given);
  if (Number.isInteger(id) && id > 0) return id;
  throw new EngineError(
    'cli/usage',
    `a run is named by its number ('exhibit experiment list'), not '${given ?? ''}'`,
  );
};
const runOf = ({ positionals }: CliInput) => idOf(positionals[1]);

/** Prints progress until the run ends. Ctrl-C pauses it: `resume` goes on. */
async function follow(engine: Engine, runId: number, input: CliInput): Promise<number> {
  const { signal } = input;
  let shown = '';
  const ended = new Promise<RunSummary>((resolve) => {
    engine.on((event) => {
      if (event.name === 'run:changed' && event.payload.id === runId) {
        if (!['queued', 'running'].includes(event.payload.state)) resolve(event.payload);
      } else if (event.name === 'run:progress' && event.payload.runId === runId) {
        const { stage, done, total, etaMs } = event.payload;
        const tenth = total ? `${Math.floor((10 * done) / total) * 10} %` : '';
        if (`${stage} ${tenth}` === shown) return;
        shown = `${stage} ${tenth}`;
        note(`${shown}${etaMs === null ? '' : `  about ${duration(etaMs)} left`}`);
      }
    });
  });
  // Ended in the same moment, it can no longer be paused: that is what was asked for.
  const pause = () => void engine.handlers['experiment:pause']({ runId }).catch(() => undefined);
  if (signal.aborted) pause();
  else signal.addEventListener('abort', pause);
  const run = await ended;
  signal.removeEventListener('abort', pause);
  if (run.state === 'paused') {
    note(`paused; 'exhibit experiment resume ${runId}' goes on`);
    return exit.interrupted;
  }
  if (run.error) throw new EngineError(run.error.code, run.error.message);
  show(await engine.handlers['experiment:detail']({ runId }), input);
  await writePlots(engine, runId, input);
  return exit.ok;
}

function show({ run, result, log }: RunDetail, { values }: CliInput): void {
  print([line(run), ...log.map(({ at, line }) => `${at}  ${line}`)]);
  if (!result) return;
  const tables = [
    ...(result.trials.length > 0 ? [trialTable(result)] : []),
    ...metricTables(result),
    ...(result.robustness.length > 0 ? [robustnessTable(result)] : []),
  ];
  printTables(tables, values);
  print(result.remarks);
}

function printTables(tables: readonly Table[], values: CliInput['values']): void {
  const written = tables.map(values['markdown'] === true ? markdownTable : (table) => textTable(table));
  process.stdout.write(`${written.join('\n')}\n`);
}

/** Before hours of training. @throws EngineError report/write-failed */
async function requirePlots({ values }: CliInput): Promise<void> {
  const folder = text(values, 'plots');
  if (folder === undefined) return;
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new EngineError(
      'report/write-failed',
      `figures can't be written to ${folder}; name a folder that is there, or a new one in it`,
      { cause },
    );
  }
}

async function writePlots(engine: Engine, runId: number, { values }: CliInput): Promise<void> {
  const folder = text(values, 'plots');
  if (folder === undefined) return;
  const { files } = await engine.handlers['experiment:figures']({ runId, folder });
  note(`${files.length} files written to ${folder}`);
}

function line({ id, state, kind, name, dataset, split, embedder, auc, leakyAuc }: RunSummary): string {
  const figure = (estimate: RunSummary['auc']) =>
    estimate === null
      ? '-'
      : `${estimate.value.toFixed(3)} (${estimate.low.toFixed(3)} to ${estimate.high.toFixed(3)})`;
  const leaky = leakyAuc === null ? '' : `, by frame (leaks identity) ${figure(leakyAuc)}`;
  return `${String(id).padStart(4)}  ${state.padEnd(9)} ${kind}  ${name}  on ${dataset}, ${splitWords[split]}, ${embedder}: AUC ${figure(auc)}${leaky}`;
}

const print = (lines: readonly string[]) =>
  void process.stdout.write(lines.map((each) => `${printable(each)}\n`).join(''));
const note = (each: string) => void process.stderr.write(`${printable(each)}\n`);
