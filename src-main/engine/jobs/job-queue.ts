/**
 * Runs jobs of any kind one after the other: analyses of a case, experiments, their robustness and publishing. The
 * store keeps in a file what each job has to do and how far it is; this queue only knows which job runs and which
 * ones wait.
 */
import type { Log } from '../../shared/log.ts';

type StopState = 'paused' | 'cancelled';

export type JobEnd = { state: 'done' | StopState } | { state: 'failed'; error: unknown };

export interface JobStore {
  begun(jobId: number): void;
  ended(jobId: number, end: JobEnd): void;
}

/** Does the work of a job; any error ends the job as failed. */
export type PerformJob = (jobId: number, signal: AbortSignal) => Promise<void>;

export interface JobQueue {
  /** Adds a stored job at the end. @returns how it ended, after it has ended */
  add(jobId: number): Promise<JobEnd>;
  /** Ends the job, at the latest after the current step. @returns false if it neither runs nor waits here */
  stop(jobId: number, state: StopState): boolean;
  isBusy(jobId: number): boolean;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
  /** Stops all running and waiting jobs, and waits until nothing runs any more. */
  close(state: StopState): Promise<void>;
}

class Stop extends Error {
  readonly state: StopState;

  constructor(state: StopState) {
    super(`the job was ${state}`);
    this.state = state;
  }
}

interface Queued {
  jobId: number;
  stop: AbortController;
  tell: (end: JobEnd) => void;
}

export function createJobQueue(store: JobStore, perform: PerformJob, log: Log): JobQueue {
  const waiting: Queued[] = [];
  let current: Queued | null = null;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (current = waiting.shift() ?? null; current; current = waiting.shift() ?? null) {
      finish(current, await outcomeOf(current));
    }
    working = null;
  }

  async function outcomeOf({ jobId, stop: { signal } }: Queued): Promise<JobEnd> {
    try {
      store.begun(jobId);
      await perform(jobId, signal);
      return { state: 'done' };
    } catch (error) {
      return signal.reason instanceof Stop ? { state: signal.reason.state } : { state: 'failed', error };
    }
  }

  function finish({ jobId, tell }: Queued, end: JobEnd): void {
    try {
      store.ended(jobId, end);
    } catch (error) {
      log(`the end of job ${jobId}, which could not be stored`, error);
      // When the file is opened again, the job is recovered as interrupted.
    }
    tell(end);
  }

  function stop(jobId: number, state: StopState): boolean {
    if (current?.jobId === jobId) {
      current.stop.abort(new Stop(state));
      return true;
    }
    const place = waiting.findIndex((queued) => queued.jobId === jobId);
    if (place < 0) return false;
    finish(waiting.splice(place, 1)[0]!, { state });
    return true;
  }

  return {
    add(jobId) {
      const ended = new Promise<JobEnd>((tell) => waiting.push({ jobId, tell, stop: new AbortController() }));
      // So the caller knows the job's number before its first event arrives.
      working ??= Promise.resolve().then(work);
      return ended;
    },
    stop,
    isBusy: (jobId) => current?.jobId === jobId || waiting.some((queued) => queued.jobId === jobId),
    idle: async () => void (await working),
    async close(state) {
      while (waiting[0]) stop(waiting[0].jobId, state);
      if (current) stop(current.jobId, state);
      await working;
    },
  };
}
