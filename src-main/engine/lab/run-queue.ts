/** Runs of experiments in the queue, with what is asked of them afterwards; the lab's file keeps all of it. */
import { EngineError, reportOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { RunProgress, RunSummary } from '../../shared/lab.ts';
import type { RunStore } from './run-store.ts';
import { createJobQueue, type JobEnd, type JobQueue, type PerformJob } from '../jobs/job-queue.ts';

export interface RunQueueEvents {
  progress(progress: RunProgress): void;
  changed(run: RunSummary): void;
}

interface RunQueue extends Pick<JobQueue, 'isBusy' | 'idle'> {
  /** Puts a stored run at the end of the queue. */
  add(runId: number): Promise<JobEnd>;
  /** @throws EngineError lab/busy when it neither runs nor waits here */
  pause(runId: number): void;
  /** What is asked of it is dropped. @throws EngineError lab/busy when it is over, or another process works on it */
  cancel(runId: number): void;
  /** Pauses what runs and what waits. */
  close(): Promise<void>;
}

export function createRunQueue(
  store: RunStore,
  perform: PerformJob,
  { changed }: Pick<RunQueueEvents, 'changed'>,
  log: Log,
): RunQueue {
  const queue = createJobQueue(
    { begun: (runId) => changed(store.setState(runId, 'running')), ended },
    perform,
    log,
  );

  function ended(runId: number, end: JobEnd): void {
    const report = end.state === 'failed' ? reportOf(end.error) : undefined;
    if (end.state === 'failed') log(`run ${runId}`, end.error);
    if (end.state !== 'done') store.addLog(runId, report ? `failed: ${report.message}` : end.state);
    if (end.state !== 'paused') store.dropRequests(runId);
    // A run that has its result keeps it, whatever became of what was asked of it later.
    const isOver = store.result(runId) !== null && store.requests(runId).length === 0;
    changed(store.setState(runId, isOver ? 'done' : end.state, report));
  }

  /** A run that neither runs nor waits here can only be cancelled, and only while it is unfinished. */
  function stop(runId: number, to: 'paused' | 'cancelled'): void {
    if (queue.stop(runId, to)) return;
    if (store.isHeldElsewhere(runId)) {
      throw new EngineError('lab/busy', `Another Exhibit is working on run ${runId}. Stop it there.`);
    }
    const { state } = store.summary(runId);
    if (to === 'cancelled' && (state === 'paused' || state === 'failed')) return ended(runId, { state: to });
    throw new EngineError('lab/busy', `Run ${runId} is ${state}, so it cannot be ${to}.`);
  }

  return {
    ...{ add: queue.add, isBusy: queue.isBusy, idle: queue.idle },
    pause: (runId) => stop(runId, 'paused'),
    cancel: (runId) => stop(runId, 'cancelled'),
    close: () => queue.close('paused'),
  };
}
