import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../../src-main/app/app-log.ts';
import { noLog } from '../../../src-main/shared/log.ts';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { openLabDatabase, type LabDatabase } from '../../../src-main/engine/lab/lab-database.ts';
import type { PerformJob } from '../../../src-main/engine/jobs/job-queue.ts';
import { createRunQueue } from '../../../src-main/engine/lab/run-queue.ts';
import { runStore } from '../../../src-main/engine/lab/run-store.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';
import { metricDefaults } from '../../../src-main/shared/lab-defaults.ts';
import type {
  ExperimentParameters,
  ExperimentResult,
  JudgedRow,
  RunSummary,
} from '../../../src-main/shared/lab.ts';
import { networks } from '../../support/lab-faces.ts';
import { labWith } from '../../support/lab.ts';

const parameters: ExperimentParameters = { ...metricDefaults, datasetId: 1, splitId: 1, embedder: 'any' };

let folder: string;
let lab: LabDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-runs-'));
  lab = labWith(join(folder, 'lab.sqlite'), [{ path: '/a.mp4', label: 'real' }]);
});
afterEach(() => {
  lab.close();
  rmSync(folder, { recursive: true });
});

describe('stored runs', () => {
  it('keep parameters, epochs and the newest checkpoint of each stage', () => {
    const runs = runStore(lab);
    const { id } = runs.create(parameters, networks);
    expect(runs.parameters(id)).toEqual(parameters);
    const epoch = {
      stage: 'fold 1',
      epoch: 1,
      loss: 0.5,
      accuracy: 0.7,
      validationLoss: null,
      validationAccuracy: null,
    };
    runs.addEpoch(id, epoch);
    runs.saveCheckpoint(id, 'fold 1', { epoch: 1, state: Uint8Array.of(1) });
    runs.saveCheckpoint(id, 'fold 1', { epoch: 2, state: Uint8Array.of(2) });
    expect(runs.epochs(id)).toEqual([epoch]);
    expect(runs.checkpoint(id, 'fold 1')).toEqual({ epoch: 2, state: Buffer.of(2) });
    expect(runs.checkpoint(id, 'fold 2')).toBeNull();
  });

  it('are summed up with the split that their figures are on', () => {
    const runs = runStore(lab);
    runs.create(parameters, networks);
    expect(runs.list()[0]).toMatchObject({ dataset: 'test', split: 'by-identity' });
  });

  it('that a dead process left running are paused, those of a living one stay', () => {
    const runs = runStore(lab);
    const [left, held] = [runs.create(parameters, networks), runs.create(parameters, networks)];
    runs.setState(left.id, 'running');
    runs.setState(held.id, 'running');
    // No process has this number: the largest on Linux is 2²².
    lab.sqlite.prepare('UPDATE runs SET process_id = ? WHERE id = ?').run(2 ** 22 + 1, left.id);
    const states = new Map(
      runStore(lab)
        .list()
        .map(({ id, state }) => [id, state]),
    );
    expect(states.get(left.id)).toBe('paused');
    expect(states.get(held.id)).toBe('running');
  });

  it('are kept from this process while another one that is alive works on them', () => {
    const runs = runStore(lab);
    const { id } = runs.create(parameters, networks);
    runs.setState(id, 'running');
    expect(runs.isHeldElsewhere(id)).toBe(false);
    // The parent of the test's process lives for as long as the test does.
    lab.sqlite.prepare('UPDATE runs SET process_id = ? WHERE id = ?').run(process.ppid, id);
    expect(runs.isHeldElsewhere(id)).toBe(true);
    const queue = createRunQueue(runs, async () => undefined, { changed: () => undefined }, noLog);
    expect(() => queue.cancel(id)).toThrow(/Another Exhibit/);
  });

  it('left behind with a result are done, or paused while something is still asked of them', () => {
    const runs = runStore(lab);
    const [over, asked] = [runs.create(parameters, networks), runs.create(parameters, networks)];
    for (const { id } of [over, asked]) runs.setResult(id, { rows: [] as JudgedRow[] } as ExperimentResult);
    runs.addRequest(asked.id, { kind: 'robustness', conditions: ['crf28', '360p'] });
    runs.addRequest(asked.id, { kind: 'publish', name: 'mine', licence: 'none' });
    lab.sqlite.prepare('UPDATE runs SET process_id = ?').run(2 ** 22 + 1);
    const again = runStore(lab);
    expect(again.list().map(({ id, state }) => [id, state])).toEqual([
      [asked.id, 'paused'],
      [over.id, 'done'],
    ]);
    expect(again.requests(asked.id).map(({ request }) => request)).toEqual([
      { kind: 'robustness', conditions: ['crf28', '360p'] },
      { kind: 'publish', name: 'mine', licence: 'none' },
    ]);
  });

  it('that are not there are refused by their number', () => {
    expect(() => runStore(lab).summary(9)).toThrow(/no run 9/);
  });
});

describe('the file of a lab', () => {
  it('is never made of a case, or of any other database, which stay as they are', async () => {
    const path = join(folder, 'my.exhibit');
    createCase(path, 'test').close();
    expect(() => openLabDatabase(path)).toThrow(expect.objectContaining({ code: 'lab/not-a-lab' }));
    const reopened = openCase(path, 'test');
    expect(await reopened.verify()).toMatchObject({ intact: true });
    reopened.close();
  });
});

describe('the queue of runs', () => {
  const logFile = () => join(folder, 'logs', 'exhibit.log');

  const untilStopped: PerformJob = (_, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  function queueOf(perform: PerformJob) {
    const runs = runStore(lab);
    const changes: RunSummary[] = [];
    const queue = createRunQueue(
      runs,
      perform,
      { changed: (run) => changes.push(run) },
      openLog(logFile()).failure,
    );
    return { runs, queue, changes };
  }

  it('does one run after the other', async () => {
    const order: string[] = [];
    const { runs, queue } = queueOf(async (runId) => {
      order.push(`${runId} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${runId} ends`);
    });
    for (const { id } of [runs.create(parameters, networks), runs.create(parameters, networks)])
      void queue.add(id);
    await queue.idle();
    expect(order).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
    expect(runs.list().map(({ state }) => state)).toEqual(['done', 'done']);
  });

  it('keeps a paused run for later and a cancelled one for good', async () => {
    const { runs, queue } = queueOf(untilStopped);
    const [first, second] = [runs.create(parameters, networks), runs.create(parameters, networks)];
    void queue.add(first.id);
    void queue.add(second.id);
    queue.pause(first.id);
    await new Promise((resolve) => setImmediate(resolve));
    expect(runs.summary(first.id).state).toBe('paused');
    queue.cancel(second.id);
    await queue.idle();
    expect(runs.summary(second.id)).toMatchObject({ state: 'cancelled' });
    expect(() => queue.pause(first.id)).toThrow(EngineError);
  });

  it('stores why a run failed and goes on with the next', async () => {
    const { runs, queue } = queueOf(async (runId) => {
      if (runId === 1) throw new EngineError('train/too-little-data', 'add clips');
    });
    for (const { id } of [runs.create(parameters, networks), runs.create(parameters, networks)])
      void queue.add(id);
    await queue.idle();
    expect(runs.summary(1)).toMatchObject({ state: 'failed', error: { code: 'train/too-little-data' } });
    expect(runs.summary(2).state).toBe('done');
  });

  it('keeps what is asked of a run when it is paused, drops it when it is cancelled or fails', async () => {
    const { runs, queue } = queueOf(untilStopped);
    const { id } = runs.create(parameters, networks);
    runs.setResult(id, { rows: [] as JudgedRow[] } as ExperimentResult);
    runs.addRequest(id, { kind: 'robustness', conditions: ['crf28'] });
    const stopped = queue.add(id);
    await new Promise((resolve) => setImmediate(resolve));
    queue.pause(id);
    expect(await stopped).toEqual({ state: 'paused' });
    expect(runs.summary(id).state).toBe('paused');
    expect(runs.requests(id)).toHaveLength(1);
    queue.cancel(id);
    // Its result stands.
    expect(runs.summary(id).state).toBe('done');
    expect(runs.requests(id)).toEqual([]);
    runs.addRequest(id, { kind: 'publish', name: 'mine', licence: 'none' });
    const failing = createRunQueue(
      runs,
      () => Promise.reject(new Error('no')),
      { changed: () => undefined },
      noLog,
    );
    expect(await failing.add(id)).toMatchObject({ state: 'failed' });
    expect(runs.summary(id)).toMatchObject({
      state: 'done',
      error: { message: expect.any(String) as string },
    });
    expect(runs.requests(id)).toEqual([]);
  });

  it('leaves the code, the stack and the cause of a failure in the log', async () => {
    const { runs, queue } = queueOf(async function performed() {
      const cause = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      throw new EngineError('models/write-failed', 'make room', { cause });
    });
    await queue.add(runs.create(parameters, networks).id);
    const log = readFileSync(logFile(), 'utf8');
    expect(log).toMatch(/run 1: \[models\/write-failed\] .*make room\n +at performed /);
    expect(log).toMatch(/caused by: \[ENOSPC\] Error: no space left\n +at performed /);
  });

  it('cancels no run that is done', async () => {
    const { runs, queue } = queueOf(async () => undefined);
    void queue.add(runs.create(parameters, networks).id);
    await queue.idle();
    expect(() => queue.cancel(1)).toThrow(/is done, so it cannot be cancelled/);
    expect(runs.summary(1).state).toBe('done');
  });

  it('goes on with the next run though the end of one could not be stored', async () => {
    const order: number[] = [];
    const { runs, queue } = queueOf(async (runId) => {
      order.push(runId);
      if (runId === 1) runs.remove(1);
    });
    for (const { id } of [runs.create(parameters, networks), runs.create(parameters, networks)])
      void queue.add(id);
    await queue.idle();
    expect(order).toEqual([1, 2]);
    expect(runs.summary(2).state).toBe('done');
  });

  it('pauses everything when it closes', async () => {
    const { runs, queue } = queueOf(untilStopped);
    for (const { id } of [runs.create(parameters, networks), runs.create(parameters, networks)])
      void queue.add(id);
    await queue.close();
    expect(runs.list().map(({ state }) => state)).toEqual(['paused', 'paused']);
  });
});
