/** Runs of experiments one after the other: started, paused, resumed, cancelled, and paused when the engine closes. */
import { EngineError, reportOf } from '../../shared/errors.ts';
import type { RunProgress, RunState, RunSummary } from '../../shared/lab.ts';
import type { RunStore } from '../lab/run-store.ts';
import type { Log } from '../../shared/log.ts';

export interface RunQueueEvents {
  progress(progress: RunProgress): void;
  changed(run: RunSummary): void;
}

/** Does the work of a run; whatever it throws ends the run as failed. */
export type PerformRun = (runId: number, signal: AbortSignal, events: RunQueueEvents) => Promise<void>;

export interface RunQueue {
  /** Puts a stored run at the end of the queue. */
  add(runId: number): void;
  /** @throws EngineError lab/busy when it neither runs nor waits here */
  pause(runId: number): void;
  /** @throws EngineError lab/busy when it is over, or another process works on it */
  cancel(runId: number): void;
  isBusy(runId: number): boolean;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
  /** Pauses what runs and what waits. */
  close(): Promise<void>;
}

class Stop extends Error {
  readonly state: 'paused' | 'cancelled';

  constructor(state: 'paused' | 'cancelled') {
    super(`the run was ${state}`);
    this.state = state;
  }
}

export function createRunQueue(
  store: RunStore,
  perform: PerformRun,
  events: RunQueueEvents,
  log: Log,
): RunQueue {
  const waiting: number[] = [];
  let current: { runId: number; stop: AbortController } | null = null;
  let working: Promise<void> = Promise.resolve();

  const change = (...change: Parameters<RunStore['setState']>) => events.changed(store.setState(...change));

  async function work(): Promise<void> {
    for (let runId = waiting.shift(); runId !== undefined; runId = waiting.shift()) {
      current = { runId, stop: new AbortController() };
      try {
        await performOne(runId, current.stop.signal);
      } catch (error) {
        log(`the end of run ${runId}`, error);
        // Not even its end could be stored: it is taken up as left behind when the file is opened again.
      } finally {
        current = null;
      }
    }
  }

  async function performOne(runId: number, signal: AbortSignal): Promise<void> {
    try {
      change(runId, 'running');
      await perform(runId, signal, events);
      change(runId, 'done');
    } catch (error) {
      // A run that has its result keeps it, whatever became of a later probe.
      const ended = (state: RunState) => (store.result(runId) === null ? state : 'done');
      if (signal.aborted && signal.reason instanceof Stop) {
        store.addLog(runId, signal.reason.state);
        change(runId, ended(signal.reason.state));
        return;
      }
      log(`run ${runId}`, error);
      const report = reportOf(error);
      store.addLog(runId, `failed: ${report.message}`);
      change(runId, ended('failed'), report);
    }
  }

  function stop(runId: number, state: 'paused' | 'cancelled'): void {
    if (current?.runId === runId) {
      current.stop.abort(new Stop(state));
      return;
    }
    const place = waiting.indexOf(runId);
    if (place >= 0) waiting.splice(place, 1);
    else requireStoppable(runId, state);
    change(runId, state);
  }

  /** One that neither runs nor waits here can only be given up, and only while it is unfinished. */
  function requireStoppable(runId: number, to: 'paused' | 'cancelled'): void {
    if (store.isHeldElsewhere(runId)) {
      throw new EngineError('lab/busy', `another Exhibit works on run ${runId}; stop it there`);
    }
    const { state } = store.summary(runId);
    if (to === 'cancelled' && (state === 'paused' || state === 'failed')) return;
    throw new EngineError('lab/busy', `run ${runId} is ${state} and can't be ${to}`);
  }

  return {
    add(runId) {
      waiting.push(runId);
      if (current === null && waiting.length === 1) working = work();
    },
    pause: (runId) => stop(runId, 'paused'),
    cancel: (runId) => stop(runId, 'cancelled'),
    isBusy: (runId) => current?.runId === runId || waiting.includes(runId),
    idle: () => working,
    async close() {
      for (const runId of waiting.splice(0)) change(runId, 'paused');
      current?.stop.abort(new Stop('paused'));
      await working;
    },
  };
}
