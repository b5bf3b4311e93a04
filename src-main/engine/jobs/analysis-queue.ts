/**
 * Analyses the videos of a case, one job after the other and two videos at a time. Finished videos are saved at once.
 * If a video fails, its error is stored and the next video begins. If the case cannot be written, the job stops,
 * because no more results could be saved.
 */
import type { EvidenceRow, Job, JobProgress } from '../../shared/case.ts';
import type { AnalysisParameters, JobState, Progress } from '../../shared/domain.ts';
import type { Log } from '../../shared/log.ts';
import { EngineError, reportOf, type ErrorReport } from '../../shared/errors.ts';
import { analyseVideo } from '../pipeline/analyse-video.ts';
import { analysisKey, type AnalysisTools } from '../pipeline/analysis-tools.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { fingerprint } from '../media/fingerprint.ts';
import { createJobQueue, type JobEnd } from './job-queue.ts';
import type { WorkRun } from '../support/work-run.ts';

export interface JobRunner {
  start(evidenceIds: readonly number[], parameters: AnalysisParameters, tools: AnalysisTools): Job;
  /** Continues an interrupted job: its remaining videos, with its own parameters. */
  resume(jobId: number, tools: AnalysisTools): Job;
  /** Ends the job, at the latest after the current step; finished videos stay. */
  cancel(jobId: number): void;
  /** Stops everything and waits until nothing runs any more; the case keeps the remaining work. */
  close(): Promise<void>;
}

export interface JobListener {
  progress(progress: JobProgress): void;
  jobChanged(job: Job): void;
  evidenceChanged(row: EvidenceRow): void;
}

interface Batch {
  job: Job;
  evidenceIds: readonly number[];
  parameters: AnalysisParameters;
  tools: AnalysisTools;
  startedMs: number;
  /** Videos that were finished before an interruption. */
  doneBefore: number;
}

/** While one video is hashed, probed, or at its last frames, the other keeps the processor busy. */
const VIDEOS_TOGETHER = 2;

export function createJobRunner(caseFile: CaseFile, listener: JobListener, log: Log): JobRunner {
  const batches = new Map<number, Batch>();
  const queue = createJobQueue(
    { begun: (jobId) => setState(batches.get(jobId)!, 'running'), ended },
    runBatch,
    log,
  );

  async function runBatch(jobId: number, stopped: AbortSignal): Promise<void> {
    const batch = batches.get(jobId)!;
    const broken = new AbortController();
    const signal = AbortSignal.any([stopped, broken.signal]);
    batch.startedMs = performance.now();
    const waiting = batch.evidenceIds.values();
    const lanes = Array.from({ length: VIDEOS_TOGETHER }, () =>
      runLane(batch, waiting, signal).catch((error: unknown) => {
        // No more results can be saved: those of the other lane would be lost.
        broken.abort();
        throw error;
      }),
    );
    const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
    if (failed) throw failed.reason;
    stopped.throwIfAborted();
  }

  function ended(jobId: number, end: JobEnd): void {
    const { state } = end;
    if (end.state === 'failed') log(`job ${jobId}`, end.error);
    const batch = batches.get(jobId)!;
    batches.delete(jobId);
    // An error was reported with its video already; here only the job ends. A job that ends with the program is
    // cancelled as well, but keeps its remaining videos.
    try {
      if (state === 'cancelled') caseFile.jobs.dropLeft(jobId);
      setState(batch, state === 'paused' ? 'cancelled' : state);
    } catch (error) {
      log(`the end of job ${jobId}, which could not be stored`, error);
      listener.jobChanged({ ...batch.job, state: 'failed', finishedAt: new Date().toISOString() });
    }
  }

  async function runLane(batch: Batch, waiting: Iterable<number>, signal: AbortSignal): Promise<void> {
    for (const evidenceId of waiting) {
      if (signal.aborted) return;
      await runOne(batch, evidenceId, signal);
    }
  }

  async function runOne(batch: Batch, evidenceId: number, signal: AbortSignal): Promise<void> {
    const row = caseFile.evidence.row(evidenceId);
    const run = { signal, onProgress: (progress: Progress) => report(batch, evidenceId, progress) };
    try {
      listener.evidenceChanged(await analyse(row, batch, run));
    } catch (error) {
      if (signal.aborted) {
        listener.evidenceChanged(caseFile.evidence.interrupt(evidenceId));
        return;
      }
      log(`evidence ${evidenceId} in job ${batch.job.id}`, error);
      const problem = reportOf(error);
      listener.evidenceChanged(recordFailure(row, problem));
      if (problem.code.startsWith('case/')) throw error;
      return finish(batch, evidenceId, true);
    }
    finish(batch, evidenceId, false);
  }

  async function analyse(row: EvidenceRow, { parameters, tools }: Batch, { signal, onProgress }: WorkRun) {
    const key = analysisKey(tools, parameters);
    const before = await fingerprint(caseFile.reach(row.path), {
      signal,
      onProgress: (done, total) => onProgress({ stage: 'hash', done, total }),
    });
    if (row.sha256 !== null && row.sha256 !== before.sha256) {
      throw new EngineError(
        'media/changed-since-analysis',
        `${row.path} is not the file that this case knows (SHA-256 was ${row.sha256}, is ${before.sha256}). Restore it, or add the new file under another name.`,
      );
    }
    if (caseFile.findings.isDone(row.id, key)) return row;
    listener.evidenceChanged(caseFile.evidence.start(row.id, before));
    const run = { signal, onProgress, isStored: true };
    const analysis = await analyseVideo(row.path, before, parameters, tools, run);
    onProgress({ stage: 'save', done: 0, total: 1 });
    const { classifier, guests } = tools;
    const cards = { card: classifier.card, guestCards: guests.map(({ card }) => card) };
    return caseFile.findings.save(row.id, key, { ...analysis, ...cards });
  }

  /** On a full disk not even the failure can be stored; the window and the command line still show it. */
  function recordFailure(row: EvidenceRow, error: ErrorReport): EvidenceRow {
    try {
      return caseFile.evidence.fail(row.id, error);
    } catch (cause) {
      log(`the failure of evidence ${row.id}, which could not be stored`, cause);
      return { ...row, state: 'failed', error };
    }
  }

  function setState(batch: Batch, state: JobState): void {
    batch.job = caseFile.jobs.update(batch.job.id, { state });
    listener.jobChanged(batch.job);
  }

  function finish(batch: Batch, evidenceId: number, failed: boolean): void {
    const changed = caseFile.jobs.finish(batch.job.id, evidenceId, { failed });
    batch.job = changed[0]!;
    for (const job of changed) listener.jobChanged(job);
  }

  function report({ job, startedMs, doneBefore }: Batch, evidenceId: number, progress: Progress): void {
    const done = job.done - doneBefore;
    const perVideoMs = done === 0 ? null : (performance.now() - startedMs) / done;
    const etaMs = perVideoMs === null ? null : perVideoMs * (job.total - job.done);
    listener.progress({ jobId: job.id, evidenceId, progress, done: job.done, total: job.total, etaMs });
  }

  function enqueue(job: Job, work: Pick<Batch, 'evidenceIds' | 'parameters'>, tools: AnalysisTools): Job {
    batches.set(job.id, { job, ...work, tools, startedMs: 0, doneBefore: job.done });
    void queue.add(job.id);
    return job;
  }

  return {
    start(given, parameters, tools) {
      // A video that is named twice would be analysed in both lanes.
      const evidenceIds = [...new Set(given)];
      const known = new Set(caseFile.evidence.list().map(({ id }) => id));
      if (evidenceIds.some((id) => !known.has(id))) {
        throw new EngineError('app/bad-message', 'There is no such evidence in this case.');
      }
      const work = { evidenceIds, parameters };
      return enqueue(caseFile.jobs.create(work), work, tools);
    },
    resume(jobId, tools) {
      const interrupted = caseFile.jobs.list().some(({ id, left }) => id === jobId && left > 0);
      if (!interrupted || batches.has(jobId)) {
        throw new EngineError('app/bad-message', `Analysis ${jobId} has no videos left to analyse.`);
      }
      // What cannot be continued stays as it is.
      const work = caseFile.jobs.left(jobId);
      const job = caseFile.jobs.update(jobId, { state: 'queued' });
      listener.jobChanged(job);
      return enqueue(job, work, tools);
    },
    cancel: (jobId) => void queue.stop(jobId, 'cancelled'),
    close: () => queue.close('paused'),
  };
}
