/** The open case and its jobs. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { CaseSummary } from '../../shared/case.ts';
import type { Emit, EngineEvents } from '../../shared/contract.ts';
import { EngineError } from '../../shared/errors.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { createJobRunner, type JobListener, type JobRunner } from '../jobs/analysis-queue.ts';
import type { Log } from '../../shared/log.ts';

export interface OpenCase {
  /** No other opening of any case has it, not even after a restart: ids of evidence are those of one case. */
  opening: string;
  file: CaseFile;
  jobs: JobRunner;
}

export interface CurrentCase {
  /**
   * @param opening the one that is meant; left out, whichever there is
   * @throws EngineError case/none-open, also if another case was opened since
   */
  opened(opening?: string): OpenCase;
  /** Whether this case is still the open one. */
  isOpen(opened: OpenCase): boolean;
  summary(): CaseSummary | null;
  isAt(path: string): boolean;
  /** Told whenever a case is closed, also to open another. */
  onClose(listener: () => void): void;
  /** Opens the new case before the old one is closed, so after a failure the old case is still open. */
  switchTo(open: () => CaseFile | Promise<CaseFile>): Promise<void>;
  close(): Promise<void>;
  /** Cases are opened and closed one after the other: otherwise a case could stay locked and out of reach. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

export function currentCase(emit: Emit<EngineEvents>, log: Log): CurrentCase {
  let current: OpenCase | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const closeListeners: (() => void)[] = [];
  const listener: JobListener = {
    progress: (progress) => emit('job:progress', progress),
    jobChanged: (job) => emit('job:changed', job),
    evidenceChanged: (row) => emit('evidence:changed', row),
  };

  async function close(): Promise<void> {
    const closing = current;
    current = null;
    for (const listener of closeListeners) listener();
    await closing?.jobs.close();
    closing?.file.close();
  }

  return {
    opened(opening) {
      if (current && opening !== undefined && current.opening !== opening) throw anotherCase();
      if (current) return current;
      throw new EngineError('case/none-open', 'No case is open. Open a case or make a new one first.');
    },
    isOpen: (opened) => current === opened,
    summary: () => current && { opening: current.opening, ...current.file.summary() },
    isAt: (path) => current?.file.path === resolve(path),
    onClose: (listener) => void closeListeners.push(listener),
    async switchTo(open) {
      const file = await open();
      await close();
      current = { opening: randomUUID(), file, jobs: createJobRunner(file, listener, log) };
    },
    close,
    inTurn(work) {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

const anotherCase = () =>
  new EngineError(
    'case/none-open',
    'Another case was opened since. Go back to that case and try again there.',
  );
