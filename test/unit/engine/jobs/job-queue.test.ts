import { describe, expect, it } from 'vitest';
import { noLog } from '../../../../src-main/shared/log.ts';
import { createJobQueue, type PerformJob } from '../../../../src-main/engine/jobs/job-queue.ts';

const untilStopped: PerformJob = (_, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

function queueOf(perform: PerformJob, begun: (jobId: number) => void = () => undefined) {
  const told: string[] = [];
  const queue = createJobQueue(
    { begun, ended: (jobId, { state }) => void told.push(`${jobId} ${state}`) },
    perform,
    noLog,
  );
  return { queue, told };
}

describe('the queue of jobs', () => {
  it('begins after the caller knows the job, and tells how each ended', async () => {
    const { queue, told } = queueOf(async (jobId) => {
      if (jobId === 1) throw new Error('no');
    });
    const ends = [queue.add(1), queue.add(2)];
    expect(queue.isBusy(1)).toBe(true);
    expect(told).toEqual([]);
    expect(await Promise.all(ends)).toMatchObject([
      { state: 'failed', error: { message: 'no' } },
      { state: 'done' },
    ]);
    expect(told).toEqual(['1 failed', '2 done']);
    expect(queue.isBusy(2)).toBe(false);
  });

  it('ends a waiting job at once, and one at work when it hears of it', async () => {
    const { queue, told } = queueOf(untilStopped);
    const ends = [queue.add(1), queue.add(2)];
    await new Promise((resolve) => setImmediate(resolve));
    expect(queue.stop(2, 'cancelled')).toBe(true);
    expect(told).toEqual(['2 cancelled']);
    expect(queue.stop(1, 'paused')).toBe(true);
    expect(await Promise.all(ends)).toEqual([{ state: 'paused' }, { state: 'cancelled' }]);
    expect(queue.stop(1, 'paused')).toBe(false);
  });

  it('does not do a job whose beginning could not be stored', async () => {
    const done: number[] = [];
    const { queue } = queueOf(
      async (jobId) => void done.push(jobId),
      (jobId) => {
        if (jobId === 1) throw new Error('the disk is full');
      },
    );
    expect(await queue.add(1)).toMatchObject({ state: 'failed' });
    expect(await queue.add(2)).toEqual({ state: 'done' });
    expect(done).toEqual([2]);
  });

  it('stops all when it closes, and takes up work again afterwards', async () => {
    const { queue, told } = queueOf(untilStopped);
    void queue.add(1);
    void queue.add(2);
    await new Promise((resolve) => setImmediate(resolve));
    await queue.close('cancelled');
    expect(told.sort()).toEqual(['1 cancelled', '2 cancelled']);
    const again = queue.add(3);
    await new Promise((resolve) => setImmediate(resolve));
    queue.stop(3, 'paused');
    expect(await again).toEqual({ state: 'paused' });
  });
});
