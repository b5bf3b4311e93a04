import { beforeEach, expect, it, vi } from 'vitest';
import { batchDisplay, type BatchDisplay } from '../../../src-main/app/batch-progress.ts';
import type { Job } from '../../../src-main/shared/case.ts';

const shown = vi.hoisted(() => ({ notifications: [] as unknown[] }));
vi.mock('electron', () => ({
  Notification: class {
    static isSupported = () => true;
    constructor(said: unknown) {
      shown.notifications.push(said);
    }
    on(): void {}
    show(): void {}
  },
}));

const job = (change: Partial<Job>): Job => ({
  ...{ id: 1, state: 'running', total: 4, done: 0, failed: 0, left: 4, createdAt: '', finishedAt: null },
  ...change,
});
const ended = (change: Partial<Job>) => job({ state: 'done', left: 0, finishedAt: '2026-03-01', ...change });

let bar: number[];
let focused: boolean;
let display: BatchDisplay;
beforeEach(() => {
  bar = [];
  focused = false;
  shown.notifications.length = 0;
  display = batchDisplay({
    setProgressBar: (share: number) => void bar.push(share),
    isFocused: () => focused,
  } as never);
  display.show('job:changed', job({}));
});

it('shows the share that is done, and nothing any more at the end', () => {
  const progress = { stage: 'decode', done: 1, total: null } as never;
  display.show('job:progress', { jobId: 1, evidenceId: 1, progress, done: 1, total: 4, etaMs: null });
  display.show('job:changed', ended({}));
  expect(bar).toEqual([0.25, -1]);
});

it.each([
  [{}, { title: 'Analysis finished', body: '4 videos.' }],
  [{ failed: 1 }, { title: 'Analysis finished', body: '1 video of 4 failed.' }],
  [
    { state: 'cancelled', left: 2 },
    { title: 'Analysis interrupted', body: '2 videos of 4 still to do.' },
  ],
] as const)('says how a batch ended to whoever looks elsewhere: %o', (change, said) => {
  display.show('job:changed', ended(change));
  expect(shown.notifications).toEqual([said]);
});

it('says nothing to whoever looks at the window, of what was cancelled, or of a job that ended long ago', () => {
  display.show('job:changed', ended({ state: 'cancelled' }));
  display.show('job:changed', ended({ id: 7 }));
  focused = true;
  display.show('job:changed', job({ id: 2 }));
  display.show('job:changed', ended({ id: 2 }));
  expect(shown.notifications).toEqual([]);
});

it('knows whether an analysis runs', () => {
  expect(display.isAnalysing()).toBe(true);
  display.show('job:changed', ended({}));
  expect(display.isAnalysing()).toBe(false);
  display.show('job:changed', job({ id: 2 }));
  display.show('engine:stopped', { message: '' });
  expect(display.isAnalysing()).toBe(false);
});
