/** `exhibit analyse`: files and folders into a case, one summary line a video. */
import { findMedia, type MediaSearch } from '../../engine/media/find-media.ts';
import { filesOfCase, requireNoneOf, requireWritable, writeWhole } from '../../engine/reports/write-whole.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import type { EvidenceRow, Job } from '../../shared/case.ts';
import { defaultParameters } from '../../shared/default-parameters.ts';
import type { AnalysisParameters } from '../../shared/domain.ts';
import { EngineError, reportOf } from '../../shared/errors.ts';
import { exit, type CliCommand, type CliInput } from '../command.ts';
import { resultsAsJson } from '../json-results.ts';
import { choice, count, required, text } from '../options.ts';
import { printable } from '../printable.ts';
import { createProgressLine } from '../progress-line.ts';

const usage = `exhibit analyse <files or folders...> --case FILE
  --frames N          frames looked at, spread over the video (default 32)
  --min-face PX       smallest face looked for (default 20)
  --detect-size PX    long side that frames are scaled down to for detection (default 1280, 0: full size)
  --provider P        auto, cpu, webgpu, cuda, dml or coreml (default auto)
  --model NAME        classifier model, by name or folder (default: the built-in one)
  --json OUT          write the results there as JSON too
Videos that are already analysed in the same way are skipped. Exit code: 0 all analysed, 3 some failed,
could not be read or no longer kept, 1 nothing could be done, 2 wrong usage, 130 interrupted (what was finished is kept).`;

const providers = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;

export const analyse: CliCommand = {
  summary: 'analyse videos and pictures into a case file',
  usage,
  options: {
    case: { type: 'string' },
    frames: { type: 'string' },
    'min-face': { type: 'string' },
    'detect-size': { type: 'string' },
    provider: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'string' },
  },
  async run(input) {
    const { values, positionals, signal } = input;
    if (positionals.length === 0)
      throw new EngineError('cli/usage', `no file or folder is named\n\n${usage}`);
    if (positionals.includes('')) throw new EngineError('cli/usage', `a file name is empty\n\n${usage}`);
    const casePath = required(values, 'case', usage);
    const parameters = parametersFrom(values);
    // What is wrong with the call is told before a case is made or hours are spent.
    const found = await findMedia(positionals, signal);
    noteLeftOut(found);
    if (found.files.length === 0) throw nothingFound(positionals);
    const out = text(values, 'json');
    if (out !== undefined) {
      await requireNoneOf([...(await filesOfCase(casePath)), ...found.files], out);
      await requireWritable(out);
    }
    const model = text(values, 'model');
    const engine = await createEngine({
      ...input,
      provider: choice(values, 'provider', providers, 'auto'),
      ...(model === undefined ? {} : { model }),
    });
    let stopped = false;
    try {
      await engine.handlers['model:active']({});
      await openOrCreate(engine, casePath);
      const { added, unreadable } = await engine.handlers['evidence:add']({ paths: positionals });
      const { job, rows } = await runJob(engine, added, parameters, signal);
      stopped = job.state === 'failed';
      const code = summarise(rows, job);
      if (out !== undefined) {
        const ids = added.map((row) => row.id);
        await writeResults(engine, ids, { out, casePath, version: input.version }).catch(noteIf(stopped));
      }
      return code === exit.ok && unreadable.length > 0 ? exit.someFailed : code;
    } finally {
      await engine.close().catch(noteIf(stopped));
    }
  },
};

/** What follows from a stop that has been told is told as well, but doesn't take its place. */
const noteIf = (stopped: boolean) => (error: unknown) => {
  if (!stopped) throw error;
  const { code, message } = reportOf(error);
  note(`${message} [${code}]`);
};

async function writeResults(
  engine: Engine,
  evidenceIds: readonly number[],
  { out, casePath, version }: { out: string; casePath: string; version: string },
): Promise<void> {
  const evidence = await engine.handlers['evidence:list']({});
  await requireNoneOf([...(await filesOfCase(casePath)), ...evidence.map((row) => row.path)], out);
  await writeWhole(out, [await resultsAsJson(engine, evidenceIds, version)]);
}

function noteLeftOut({ ignored, unreadable }: MediaSearch): void {
  for (const { path, reason } of unreadable) note(`FAILED         ${path}: ${reason}`);
  if (ignored.length === 0) return;
  note(`${ignored.length} ${ignored.length === 1 ? 'file was' : 'files were'} left out:`);
  for (const { path, reason } of ignored.slice(0, 5)) note(`  ${path}: ${reason}`);
  if (ignored.length > 5) note(`  and ${ignored.length - 5} more`);
}

const nothingFound = (paths: readonly string[]) =>
  new EngineError(
    'media/not-found',
    `There is no video or picture to analyse in ${paths.join(', ')}. Name the files themselves, or a folder that holds them.`,
  );

function parametersFrom(values: CliInput['values']): AnalysisParameters {
  const detectSize = count(values, 'detect-size', { min: 0, max: 16_384, fallback: 1280 });
  if (detectSize > 0 && detectSize < 64) {
    throw new EngineError('cli/usage', `--detect-size takes 0 or a number from 64, not '${detectSize}'`);
  }
  return {
    sampling: { kind: 'spread', count: count(values, 'frames', { min: 1, max: 1_000_000, fallback: 32 }) },
    minFacePx: count(values, 'min-face', { min: 12, max: 2000, fallback: defaultParameters.minFacePx }),
    detectSizePx: detectSize === 0 ? null : detectSize,
  };
}

async function openOrCreate(engine: Engine, path: string): Promise<void> {
  try {
    await engine.handlers['case:open']({ path });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'case/not-found') throw error;
    await engine.handlers['case:create']({ path });
  }
}

/** Starts the analysis and waits for its end, printing a line for every video as it is finished. */
async function runJob(
  engine: Engine,
  added: EvidenceRow[],
  parameters: AnalysisParameters,
  signal: AbortSignal,
) {
  const line = createProgressLine(process.stderr);
  const rows = new Map(added.map((row) => [row.id, row]));
  const finished = new Promise<Job>((resolve) => {
    engine.on((event) => {
      if (event.name === 'job:progress') {
        const { evidenceId } = event.payload;
        line.update(event.payload, evidenceId === null ? '' : printable(rows.get(evidenceId)?.name ?? ''));
      } else if (event.name === 'evidence:changed' && rows.has(event.payload.id)) {
        rows.set(event.payload.id, event.payload);
        const { state } = event.payload;
        if (state === 'done' || state === 'failed') line.print(summaryLine(event.payload));
      } else if (event.name === 'job:changed' && event.payload.finishedAt !== null) {
        resolve(event.payload);
      }
    });
  });
  const { jobId } = await engine.handlers['analysis:start']({ evidenceIds: [...rows.keys()], parameters });
  const cancel = () => void engine.handlers['job:cancel']({ jobId });
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel);
  const job = await finished;
  line.end();
  return { job, rows: [...rows.values()] };
}

export function summaryLine(row: EvidenceRow): string {
  const path = printable(row.path);
  if (row.error) return `FAILED         ${path}: ${printable(row.error.message)} [${row.error.code}]`;
  const score = row.score === null ? '    ' : row.score.toFixed(2);
  return `${(row.outcome ?? '').padEnd(14)} ${score}  ${path}  (${row.faceCount ?? 0} faces in ${row.framesUsed ?? 0} frames)`;
}

function summarise(rows: readonly EvidenceRow[], job: Job): number {
  const failed = rows.filter((row) => row.state === 'failed');
  const done = rows.filter((row) => row.state === 'done').length;
  if (job.state === 'failed') {
    const unsaved = failed.filter((row) => row.error?.code.startsWith('case/'));
    const { message, code } = unsaved[0]?.error ?? unwritable;
    const waiting = rows.length - done - (failed.length - unsaved.length);
    note(`stopped: ${message} [${code}]; ${done} finished and kept, ${waiting} waiting`);
    return exit.someFailed;
  }
  note(`${done} of ${rows.length} analysed, ${failed.length} failed`);
  for (const row of failed) note(`  ${row.path} [${row.error?.code}]`);
  if (job.state === 'cancelled') {
    note('interrupted; run the same command again to go on');
    return exit.interrupted;
  }
  return failed.length > 0 ? exit.someFailed : exit.ok;
}

/** Said when not even the end of a video could be stored. */
const unwritable = {
  code: 'case/unreachable',
  message: 'The case could not be written to; check that its disk is there and has room.',
};

const note = (line: string) => void process.stderr.write(`${printable(line)}\n`);
