/** `exhibit analyse`: files and folders into a case, one summary line a video. */
import { findMedia } from '../../engine/batch/find-media.ts';
import { filesOfCase, requireNoneOf, requireWritable, writeWhole } from '../../engine/reports/write-whole.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import type { EvidenceRow, Job } from '../../shared/contract.ts';
import { defaultParameters } from '../../shared/default-parameters.ts';
import type { AnalysisParameters } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { exit, type CliCommand, type CliInput } from '../command.ts';
import { resultsAsJson } from '../json-results.ts';
import { choice, number, required, text } from '../options.ts';
import { createProgressLine } from '../progress-line.ts';

const usage = `exhibit analyse <files or folders...> --case FILE
  --frames N          frames looked at, spread over the video (default 32)
  --min-face PX       smallest face looked for (default 20)
  --detect-size PX    long side that frames are scaled down to for detection (default 1280, 0: full size)
  --provider P        auto, cpu, webgpu, cuda, dml or coreml (default auto)
  --model NAME        classifier model, by name or folder (default: the built-in one)
  --json OUT          write the results there as JSON too
Videos that are already analysed in the same way are skipped. Exit code: 0 all analysed, 3 some failed
or could not be read, 2 wrong usage, 130 interrupted (what was finished is kept).`;

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
    const casePath = required(values, 'case', usage);
    const parameters = parametersFrom(values);
    // What is wrong with the call is told before a case is made or hours are spent.
    const { files } = await findMedia(positionals, signal);
    const out = text(values, 'json');
    if (out !== undefined) {
      await requireNoneOf([...(await filesOfCase(casePath)), ...files], out);
      await requireWritable(out);
    }
    const model = text(values, 'model');
    const engine = await createEngine({
      ...input,
      provider: choice(values, 'provider', providers, 'auto'),
      ...(model === undefined ? {} : { model }),
    });
    try {
      await openOrCreate(engine, casePath);
      const { added, ignored, unreadable } = await engine.handlers['evidence:add']({ paths: positionals });
      const evidenceIds = added.map((row) => row.id);
      const { job, rows } = await runJob(engine, added, parameters, signal);
      if (ignored.length > 0)
        note(`${ignored.length} other files were left out (not videos or pictures by name)`);
      for (const { path, reason } of unreadable) note(`NOT READ       ${path}: ${reason}`);
      if (out !== undefined) {
        const evidence = await engine.handlers['evidence:list']({});
        await requireNoneOf([...(await filesOfCase(casePath)), ...evidence.map((row) => row.path)], out);
        await writeWhole(out, [await resultsAsJson(engine, evidenceIds, input.version)]);
      }
      const code = summarise(rows, job);
      return code === exit.ok && unreadable.length > 0 ? exit.someFailed : code;
    } finally {
      await engine.close();
    }
  },
};

function parametersFrom(values: CliInput['values']): AnalysisParameters {
  const count = number(values, 'frames', { min: 1, max: 1_000_000, fallback: 32 });
  const detectSize = number(values, 'detect-size', { min: 0, max: 16_384, fallback: 1280 });
  return {
    sampling: { kind: 'spread', count: Math.round(count) },
    minFacePx: number(values, 'min-face', { min: 12, max: 2000, fallback: defaultParameters.minFacePx }),
    detectSizePx: detectSize === 0 ? null : Math.max(64, Math.round(detectSize)),
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
        line.update(event.payload, evidenceId === null ? '' : (rows.get(evidenceId)?.name ?? ''));
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
  if (row.error) return `FAILED         ${row.path}: ${row.error.message} [${row.error.code}]`;
  const score = row.score === null ? '    ' : row.score.toFixed(2);
  return `${(row.outcome ?? '').padEnd(14)} ${score}  ${row.path}  (${row.faceCount ?? 0} faces in ${row.framesUsed ?? 0} frames)`;
}

function summarise(rows: readonly EvidenceRow[], job: Job): number {
  const failed = rows.filter((row) => row.state === 'failed');
  const done = rows.filter((row) => row.state === 'done').length;
  note(`${done} of ${rows.length} analysed, ${failed.length} failed`);
  for (const row of failed) note(`  ${row.path} [${row.error?.code}]`);
  if (job.state === 'cancelled') {
    note('interrupted; run the same command again to go on');
    return exit.interrupted;
  }
  return failed.length > 0 ? exit.someFailed : exit.ok;
}

const note = (line: string) => void process.stderr.write(`${line}\n`);
