import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../../../src-main/shared/lab.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { RunStore } from '../../../../src-renderer/state/runs.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { epoch, runDetail, runSummary } from '../support/lab-rows.ts';

const progress = (runId: number, progress: Partial<RunProgress> = {}): RunProgress => ({
  runId,
  stage: 'by-identity, fold 2',
  done: 4,
  total: 100,
  etaMs: 9000,
  epoch: null,
  ...progress,
});

describe('RunStore', () => {
  it('lists the newest run first, whichever is told of first', () => {
    const runs = new RunStore(new FakeDesk({}), new NoticeStore());
    runs.receiveRun(runSummary(2));
    runs.receiveRun(runSummary(1, { state: 'queued' }));
    runs.receiveRun(runSummary(3, { state: 'done' }));
    expect(runs.list.map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('shows the run that was chosen last, whichever answer comes last', async () => {
    const answers = new Map<number, () => void>();
    const desk = new FakeDesk({
      'experiment:detail': ({ runId }) =>
        new Promise((resolve) => answers.set(runId, () => resolve(runDetail(runId)))),
    });
    const runs = new RunStore(desk, new NoticeStore());
    const [first, second] = [runs.show(1), runs.show(2)];
    answers.get(2)!();
    answers.get(1)!();
    expect(await Promise.all([first, second])).toEqual([false, true]);
    expect(runs.detail?.run.id).toBe(2);
  });

  it('draws each epoch on as it ends, for the run that is shown alone', async () => {
    const desk = new FakeDesk({
      'experiment:detail': ({ runId }) => runDetail(runId, { epochs: [epoch('fold 1', 1, 0.9)] }),
    });
    const runs = new RunStore(desk, new NoticeStore());
    await runs.show(1);
    runs.receiveProgress(progress(1, { epoch: epoch('fold 1', 2, 0.5) }));
    runs.receiveProgress(progress(2, { epoch: epoch('fold 1', 3, 0.4) }));
    expect(runs.detail?.epochs.map(({ loss }) => loss)).toEqual([0.9, 0.5]);
  });

  it('draws the epoch once that a resumed run repeats', async () => {
    const desk = new FakeDesk({
      'experiment:detail': ({ runId }) =>
        runDetail(runId, { epochs: [epoch('fold 1', 1, 0.9), epoch('fold 2', 1, 0.8)] }),
    });
    const runs = new RunStore(desk, new NoticeStore());
    await runs.show(1);
    runs.receiveProgress(progress(1, { epoch: epoch('fold 1', 1, 0.7) }));
    expect(runs.detail?.epochs.map(({ stage, loss }) => [stage, loss])).toEqual([
      ['fold 2', 0.8],
      ['fold 1', 0.7],
    ]);
  });

  it('shows progress only while a run runs', () => {
    const runs = new RunStore(new FakeDesk({}), new NoticeStore());
    runs.receiveRun(runSummary(1));
    runs.receiveProgress(progress(1));
    expect(runs.progressOf(1)?.etaMs).toBe(9000);
    runs.receiveRun(runSummary(1, { state: 'paused' }));
    expect(runs.progressOf(1)).toBeNull();
  });

  it('says that a run is stopping until it has stopped', async () => {
    const runs = new RunStore(new FakeDesk({ 'experiment:pause': () => null }), new NoticeStore());
    runs.receiveRun(runSummary(1));
    await runs.pause(1);
    expect(runs.isStopping(1)).toBe(true);
    runs.receiveRun(runSummary(1, { state: 'paused' }));
    expect(runs.isStopping(1)).toBe(false);
  });

  it('can be paused again when pausing failed, and is shown as it stands', async () => {
    const notices = new NoticeStore();
    const desk = new FakeDesk({ 'experiment:list': () => [runSummary(1, { state: 'done' })] });
    const runs = new RunStore(desk, notices);
    await runs.pause(1);
    expect(notices.list).toMatchObject([{ title: 'The experiment could not be paused' }]);
    expect(runs.isStopping(1)).toBe(false);
    expect(runs.list).toMatchObject([{ id: 1, state: 'done' }]);
  });

  it('lets go of the shown run once it is removed', async () => {
    let list = [runSummary(1, { state: 'done' }), runSummary(2, { state: 'done' })];
    const desk = new FakeDesk({
      'experiment:list': () => list,
      'experiment:detail': ({ runId }) => runDetail(runId),
      'experiment:remove': ({ runId }) => {
        list = list.filter(({ id }) => id !== runId);
        return null;
      },
    });
    const runs = new RunStore(desk, new NoticeStore());
    await runs.show(1);
    await runs.remove(1);
    expect(runs.detail).toBeNull();
    expect(runs.list.map(({ id }) => id)).toEqual([2]);
  });

  it('drops the news of a run that another took the place of', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    let asked = 0;
    const desk = new FakeDesk({
      'experiment:detail': async ({ runId }) => {
        asked += 1;
        if (asked === 2) await held;
        return runDetail(runId);
      },
    });
    const runs = new RunStore(desk, new NoticeStore());
    await runs.show(1);
    const refreshing = runs.refresh();
    await runs.show(2);
    answer();
    await refreshing;
    expect(runs.detail?.run.id).toBe(2);
  });
});
