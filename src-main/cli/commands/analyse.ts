/** `exhibit analyse`: files and folders into a case, one summary line a video. */
import { createEngine, type Engine } from '../../engine/engine.ts';
import {
  isInterrupted,
  type AddedEvidence,
  type EvidenceRow,
  type GuestOpinion,
  type Job,
} from '../../shared/case.ts';
import { DEFAULT_MAX_FACES, defaultParameters } from '../../shared/default-parameters.ts';
import { providerNames, type AnalysisParameters, type ProviderName } from '../../shared/domain.ts';
import { EngineError, reportOf } from '../../shared/errors.ts';
import { analysisRanges } from '../../shared/ranges.ts';
import { modelWorth } from '../../shared/model-worth.ts';
import { supportText } from '../../shared/verbal-scale.ts';
import { countOf } from '../../shared/wording.ts';
import { endWith, exit, type AddCommand, type Call } from '../command.ts';
import {
  allNotEmpty,
  choiceOption,
  mandatory,
  numberIn,
  numberOption,
  option,
  overwriteOption,
  textOption,
  wrongUsage,
} from '../options.ts';
import { noteWhoIsAtWork } from '../open-case.ts';
import { note } from '../output.ts';
import { printable } from '../printable.ts';
import { createProgressLine } from '../progress-line.ts';

interface AnalyseOptions {
  case: string;
  frames: number;
  minFace: number;
  /** 0: full size. */
  detectSize: number;
  stream?: number;
  maxFaces?: number;
  provider: ProviderName | 'auto';
  model?: string;
  json?: string;
  overwrite?: true;
}

const { detectSizePx } = analysisRanges;

export const addAnalyse: AddCommand = (program, call) => {
  program
    .command('analyse')
    .summary('analyse videos and pictures into a case file')
    .description(
      'Analyses videos and pictures into a case file. Videos that are already analysed in the same way are skipped.',
    )
    .argument('<files or folders...>', 'of the evidence', allNotEmpty)
    .addOption(mandatory(textOption('--case <file>', 'the case file; created if it does not exist')))
    .addOption(
      numberOption(
        '--frames <n>',
        'frames to analyse, spread over the video',
        analysisRanges.frames,
        defaultParameters.sampling.count,
      ),
    )
    .addOption(
      numberOption(
        '--min-face <px>',
        'smallest face to look for',
        analysisRanges.minFacePx,
        defaultParameters.minFacePx,
      ),
    )
    .addOption(
      option(
        '--detect-size <px>',
        `frames are scaled down to this long side for detection (0: full size, or ${detectSizePx.min} to ${detectSizePx.max})`,
        detectSize,
        defaultParameters.detectSizePx,
      ),
    )
    .addOption(
      numberOption('--stream <n>', 'video stream to examine (default: the main one)', analysisRanges.stream),
    )
    .addOption(
      numberOption(
        '--max-faces <n>',
        `largest number of faces to examine in a frame (default: ${DEFAULT_MAX_FACES})`,
        analysisRanges.maxFaces,
      ),
    )
    .addOption(
      choiceOption('--provider <name>', 'where the networks run', ['auto', ...providerNames], 'auto'),
    )
    .addOption(textOption('--model <name>', 'classifier model, by name or folder (default: the active one)'))
    .addOption(textOption('--json <file>', 'also write the results to this file, as JSON'))
    .addOption(overwriteOption())
    .addHelpText(
      'after',
      '\nExit code: 0 all analysed; 3 some videos failed or could not be recognised, read or saved; 1 nothing could be done;\n' +
        '2 wrong usage; 130 interrupted (finished videos are saved).',
    )
    .action((paths: string[], options: AnalyseOptions) => analyse(paths, options, call));
};

async function analyse(paths: readonly string[], options: AnalyseOptions, call: Call): Promise<void> {
  const { case: casePath, json, overwrite, provider, model } = options;
  const engine = createEngine({ ...call, provider, model });
  let stopped = false;
  try {
    // Errors in the call are reported before a case is made or hours are spent.
    const found = await engine.cases.findMedia(paths);
    noteLeftOut(found);
    if (found.files.length === 0) {
      // Each was told with its reason.
      if (found.unreadable.length > 0) return endWith(exit.failed);
      throw nothingFound(paths);
    }
    if (json !== undefined) {
      const kept = { casePath, files: found.files, overwrite: overwrite ?? false };
      await engine.cases.requireResultsPlace(json, kept);
    }
    const card = await engine.models.active();
    await engine.info();
    await engine.cases.openOrCreate(casePath);
    noteWhoIsAtWork(engine);
    await engine.cases.requireSound();
    call.signal.throwIfAborted();
    const { added, unreadable: vanished } = await engine.cases.addFiles(found.files);
    noteLeftOut({ ignored: [], unreadable: vanished });
    const unreadable = [...found.unreadable, ...vanished];
    const { job, rows } = await runJob(engine, added, parametersFrom(options), call.signal);
    stopped = job.state === 'failed';
    const code = summarise(rows, job, found.ignored.length + unreadable.length);
    if (!stopped) noteInterrupted(engine.analysis.jobs());
    if (rows.some(({ state }) => state === 'done')) note(modelWorth(card));
    note(`The reasons of each verdict: exhibit report ${casePath} --out report.html`);
    // The same command goes on with a batch that was stopped, and must find no file of it.
    if (json !== undefined && code !== exit.interrupted) {
      const ids = added.map((row) => row.id);
      await engine.cases.writeResults(json, ids, [...found.ignored, ...unreadable]).catch(noteIf(stopped));
    }
    endWith(code === exit.ok && unreadable.length > 0 ? exit.someFailed : code);
  } finally {
    await engine.close().catch(noteIf(stopped));
  }
}

/** After a stop that was reported, a further error is only noted and does not replace it. */
const noteIf = (stopped: boolean) => (error: unknown) => {
  if (!stopped) throw error;
  const { code, message } = reportOf(error);
  note(`${message} [${code}]`);
};

function noteLeftOut({ ignored, unreadable }: Pick<AddedEvidence, 'ignored' | 'unreadable'>): void {
  for (const { path, reason } of unreadable) note(`LEFT OUT       ${path}: ${reason}`);
  if (ignored.length === 0) return;
  note(`${ignored.length} ${ignored.length === 1 ? 'file was' : 'files were'} left out:`);
  for (const { path, reason } of ignored) note(`  ${path}: ${reason}`);
}

/** Earlier analyses of the case that a crash interrupted. */
function noteInterrupted(jobs: readonly Job[]): void {
  for (const { id, left } of jobs.filter(isInterrupted)) {
    note(
      `${countOf(left, 'video')} of the interrupted analysis ${id} not done yet; run its command again to continue`,
    );
  }
}

const nothingFound = (paths: readonly string[]) =>
  new EngineError(
    'media/not-found',
    `There is no video or picture to analyse in ${paths.join(', ')}. Name the files, or a folder with them.`,
  );

function detectSize(given: string, name: string): number {
  const size = numberIn({ ...detectSizePx, min: 0 }, given, name);
  if (size === 0 || size >= detectSizePx.min) return size;
  throw wrongUsage(`${name} takes 0 or a number from ${detectSizePx.min}, not '${given}'`);
}

const parametersFrom = ({
  frames,
  minFace,
  detectSize,
  stream,
  maxFaces,
}: AnalyseOptions): AnalysisParameters => ({
  sampling: { kind: 'spread', count: frames },
  minFacePx: minFace,
  detectSizePx: detectSize === 0 ? null : detectSize,
  ...(stream === undefined ? {} : { stream }),
  ...(maxFaces === undefined ? {} : { maxFaces }),
});

/** Starts the analysis and waits for its end, printing a line for every video as it is finished. */
async function runJob(
  engine: Engine,
  added: EvidenceRow[],
  parameters: AnalysisParameters,
  signal: AbortSignal,
) {
  let jobId: number | null = null;
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
        if (state === 'done' || state === 'failed') {
          line.print(summaryLine(event.payload));
          for (const text of unexaminedIn(engine, event.payload)) line.print(printable(`  ${text}`));
        }
      } else if (event.name === 'job:changed' && event.payload.id === jobId) {
        if (event.payload.finishedAt !== null) resolve(event.payload);
      }
    });
  });
  const { id } = await engine.analysis.start([...rows.keys()], parameters);
  jobId = id;
  const cancel = () => engine.analysis.cancel(id);
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel);
  const job = await finished;
  line.end();
  return { job, rows: [...rows.values()] };
}

/** What of a file was not examined: no face was looked for in it, so it stands beside the count of faces. */
function unexaminedIn({ cases }: Engine, { id, remarks }: EvidenceRow): string[] {
  // A finding is much to read.
  if (!remarks) return [];
  return cases.evidenceDetail(id).finding?.media.unexamined ?? [];
}

const guestText = ({ name, outcome, score }: GuestOpinion) =>
  `; ${name}: ${outcome}${score === null ? '' : ` ${score.toFixed(2)}`}`;

export function summaryLine(row: EvidenceRow): string {
  const path = printable(row.path);
  if (row.error) return `FAILED         ${path}: ${printable(row.error.message)} [${row.error.code}]`;
  const outcome = (row.blind ? 'hidden' : (row.outcome ?? '')).padEnd(14);
  const score = row.score === null ? '    ' : row.score.toFixed(2);
  const seen = `${countOf(row.faceCount ?? 0, 'face')} in ${countOf(row.framesUsed ?? 0, 'frame')}`;
  const usable = row.outcome === 'not-applicable' && row.faceCount ? ', none usable' : '';
  const support =
    row.log10LikelihoodRatio === null ? '' : `; ${supportText(row.log10LikelihoodRatio).toLowerCase()}`;
  const remarks = row.remarks ? `; ${countOf(row.remarks, 'remark')}` : '';
  return `${outcome} ${score}  ${path}  (${seen}${usable}${support}${remarks})${row.guests.map(guestText).join('')}`;
}

function summarise(rows: readonly EvidenceRow[], job: Job, leftOut: number): number {
  const failed = rows.filter((row) => row.state === 'failed');
  const analysed = rows.filter((row) => row.state === 'done');
  const done = analysed.length;
  if (job.state === 'failed') {
    const unsaved = failed.filter((row) => row.error?.code.startsWith('case/'));
    const { message, code } = unsaved[0]?.error ?? unwritable;
    const waiting = rows.length - done - (failed.length - unsaved.length);
    note(`stopped: ${message} [${code}]; ${done} finished and saved, ${waiting} waiting`);
    return exit.someFailed;
  }
  const before = analysed.filter(({ analysedAt }) => analysedAt! < job.createdAt).length;
  const counts = [
    `${done - before} of ${rows.length} analysed`,
    ...(before === 0 ? [] : [`${before} already analysed in the same way`]),
    `${failed.length} failed`,
    ...(leftOut === 0 ? [] : [`${leftOut} left out`]),
  ];
  note(counts.join(', '));
  for (const row of failed) note(`  ${row.path} [${row.error?.code}]`);
  if (job.state === 'cancelled') {
    note('interrupted; run the same command again to continue');
    return exit.interrupted;
  }
  return failed.length > 0 ? exit.someFailed : exit.ok;
}

/** Shown when not even the end of a video could be stored. */
const unwritable = {
  code: 'case/unreachable',
  message: 'The case cannot be written. Check that its disk is connected and has room.',
};
