import { describe, expect, it } from 'vitest';
import type { Job, JobProgress } from '../../../../src-main/shared/case.ts';
import { JobStore } from '../../../../src-renderer/state/jobs.svelte.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';

const job = (id: number, state: Job['state']): Job => ({
  id,
  state,
  total: 3,
  done: 0,
  failed: 0,
  createdAt: '2026-03-01T14:00:00Z',
  finishedAt: null,
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
  it('shows the job that runs before those that wait', () => {
    const jobs = new JobStore(new FakeDesk({}), new NoticeStore());
    jobs.receiveJob(job(1, 'queued'));
    jobs.receiveJob(job(2, 'running'));
    expect(jobs.current?.id).toBe(2);
    expect(jobs.open).toHaveLength(2);
  });

  it('knows the stage of each video of a pipelined job until it is done', () => {
    const jobs = new JobStore(new FakeDesk({}), new NoticeStore());
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
    const jobs = new JobStore(new FakeDesk({ 'job:cancel': () => null }), new NoticeStore());
    jobs.receiveJob(job(1, 'running'));
    await jobs.cancel(1);
    expect(jobs.isCancelling(1)).toBe(true);
    jobs.receiveJob(job(1, 'cancelled'));
    expect(jobs.isCancelling(1)).toBe(false);
  });

  it('can be cancelled again when cancelling failed', async () => {
    const notices = new NoticeStore();
    const jobs = new JobStore(new FakeDesk({}), notices);
    jobs.receiveJob(job(1, 'running'));
    await jobs.cancel(1);
    expect(notices.list).toMatchObject([{ title: 'The analysis could not be cancelled' }]);
    expect(jobs.isCancelling(1)).toBe(false);
  });
});
