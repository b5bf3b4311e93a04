import { describe, expect, it } from 'vitest';
import type { Job, JobProgress } from '../../../../src-main/shared/case.ts';
import { JobStore } from '../../../../src-renderer/state/jobs.svelte.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';

const job = (id: number, state: Job['state'], more: Partial<Job> = {}): Job => ({
  id,
  state,
  total: 3,
  done: 0,
  failed: 0,
  createdAt: '2026-03-01T14:00:00Z',
  left: 0,
  finishedAt: null,
  ...more,
});
const progress = (evidenceId: number): JobProgress => ({
  jobId: 1,
  evidenceId,
  progress: { stage: 'detect', done: 4, total: 32 },
  done: 1,
  total: 3,
  etaMs: 9000,
});

describe('JobStore', () => {
  it('offers to go on with what a crash interrupted, while nothing else runs, until nothing is left', async () => {
    const resumed: number[] = [];
    const desk = new FakeDesk({
      'job:list': () => [
        job(2, 'done', { finishedAt: 'then' }),
        job(1, 'cancelled', { finishedAt: 'then', left: 2 }),
      ],
      'job:resume': ({ jobId }) => {
        resumed.push(jobId);
        return null;
      },
    });
    const jobs = new JobStore(desk, new NoticeStore(), { opening: 'a' });
    await jobs.load();
    expect(jobs.interrupted?.id).toBe(1);
    await jobs.resume(1);
    jobs.receiveJob(job(1, 'running', { left: 2 }));
    expect([resumed, jobs.interrupted]).toEqual([[1], null]);
    jobs.receiveJob(job(1, 'done', { finishedAt: 'now' }));
    expect(jobs.interrupted).toBeNull();
  });

  it('shows the job that runs before those that wait', () => {
    const jobs = new JobStore(new FakeDesk({}), new NoticeStore(), { opening: 'a' });
    jobs.receiveJob(job(1, 'queued'));
    jobs.receiveJob(job(2, 'running'));
    expect(jobs.current?.id).toBe(2);
    expect(jobs.open).toHaveLength(2);
  });

  it('knows the stage of each video of a pipelined job until it is done', () => {
    const jobs = new JobStore(new FakeDesk({}), new NoticeStore(), { opening: 'a' });
    jobs.receiveJob(job(1, 'running'));
    jobs.receiveProgress(progress(7));
    jobs.receiveProgress(progress(8));
    jobs.forget(7);
    expect(jobs.stageOf(7)).toBeNull();
    expect(jobs.stageOf(8)?.stage).toBe('detect');
    jobs.receiveJob(job(1, 'cancelled'));
    expect(jobs.stageOf(8)).toBeNull();
    expect(jobs.current).toBeNull();
  });

  it('says that a job is stopping until it has stopped', async () => {
    const jobs = new JobStore(new FakeDesk({ 'job:cancel': () => null }), new NoticeStore(), {
      opening: 'a',
    });
    jobs.receiveJob(job(1, 'running'));
    await jobs.cancel(1);
    expect(jobs.isCancelling(1)).toBe(true);
    jobs.receiveJob(job(1, 'cancelled'));
    expect(jobs.isCancelling(1)).toBe(false);
  });

  it('can be cancelled again when cancelling failed', async () => {
    const notices = new NoticeStore();
    const jobs = new JobStore(new FakeDesk({}), notices, { opening: 'a' });
    jobs.receiveJob(job(1, 'running'));
    await jobs.cancel(1);
    expect(notices.list).toMatchObject([{ title: 'The analysis could not be cancelled' }]);
    expect(jobs.isCancelling(1)).toBe(false);
  });
});
