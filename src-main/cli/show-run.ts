/** A run of an experiment on the terminal: its progress while it runs, its tables when it is done. */
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../shared/errors.ts';
import { metricTables, robustnessTable, trialTable } from '../shared/lab-tables.ts';
import { splitWords, stageText } from '../shared/lab-wording.ts';
import type { RunDetail, RunSummary } from '../shared/lab.ts';
import type { Table } from '../shared/table.ts';
import { markdownTable, textTable } from '../shared/text-table.ts';
import { exit } from './command.ts';
import { note, print } from './output.ts';
import { duration } from './progress-line.ts';

export interface ShowOptions {
  /** Folder for the figures. */
  plots?: string;
  markdown?: boolean;
}

/** Prints progress until the run ends. Ctrl-C pauses it; `resume` continues it. */
export async function followRun(
  engine: Engine,
  runId: number,
  how: ShowOptions,
  signal: AbortSignal,
): Promise<number> {
  let shown = '';
  const ended = new Promise<RunSummary>((resolve) => {
    engine.on((event) => {
      if (event.name === 'run:changed' && event.payload.id === runId) {
        if (!['queued', 'running'].includes(event.payload.state)) resolve(event.payload);
      } else if (event.name === 'run:progress' && event.payload.runId === runId) {
        const { stage, done, total, etaMs } = event.payload;
        const tenth = total ? `${Math.floor((10 * done) / total) * 10} %` : '';
        if (`${stageText(stage)} ${tenth}` === shown) return;
        shown = `${stageText(stage)} ${tenth}`;
        note(`${shown}${etaMs === null ? '' : `  about ${duration(etaMs)} left`}`);
      }
    });
  });
  const pause = () => {
    try {
      engine.lab.runs.pause(runId);
    } catch {
      // It ended at the same moment and cannot be paused any more. That is fine: it has stopped.
    }
  };
  if (signal.aborted) pause();
  else signal.addEventListener('abort', pause);
  const run = await ended;
  signal.removeEventListener('abort', pause);
  if (run.state === 'paused') {
    note(`paused; continue with 'exhibit experiment resume ${runId}'`);
    return exit.interrupted;
  }
  if (run.error) throw new EngineError(run.error.code, run.error.message);
  await showRun(engine, runId, how);
  return exit.ok;
}

/** Its figures are written too, where that is asked for. */
export async function showRun(
  engine: Engine,
  runId: number,
  { plots, markdown }: ShowOptions,
): Promise<void> {
  showTables(engine.lab.runs.detail(runId), markdown === true);
  if (plots === undefined) return;
  const { files } = await engine.lab.runs.writeFigures({ runId, folder: plots });
  note(`${files.length} files written to ${plots}`);
}

function showTables({ run, result, log }: RunDetail, markdown: boolean): void {
  print([runLine(run), ...log.map(({ at, line }) => `${at}  ${line}`)]);
  if (!result) return;
  // Whoever reads the figures must have read these.
  print(result.remarks);
  const tables = [
    ...(result.trials.length > 0 ? [trialTable(result)] : []),
    ...metricTables(result),
    ...(result.robustness.length > 0 ? [robustnessTable(result)] : []),
  ];
  printTables(tables, markdown);
}

export function printTables(tables: readonly Table[], markdown: boolean): void {
  const written = tables.map((table) => (markdown ? markdownTable(table) : textTable(table)));
  process.stdout.write(`${written.join('\n')}\n`);
}

export function runLine({
  id,
  state,
  kind,
  name,
  dataset,
  split,
  embedder,
  auc,
  leakyAuc,
}: RunSummary): string {
  const figure = (estimate: RunSummary['auc']) =>
    estimate === null
      ? '-'
      : `${estimate.value.toFixed(3)} (${estimate.low.toFixed(3)} to ${estimate.high.toFixed(3)})`;
  const leaky = leakyAuc === null ? '' : `, by frame (leaks people) ${figure(leakyAuc)}`;
  return `${String(id).padStart(4)}  ${state.padEnd(9)} ${kind}  ${name}  on ${dataset}, ${splitWords[split]}, ${embedder}: AUC ${figure(auc)}${leaky}`;
}
