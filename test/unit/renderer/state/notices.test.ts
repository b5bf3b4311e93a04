import { expect, it, onTestFinished, vi } from 'vitest';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';

it('dismisses all notices together', () => {
  const notices = new NoticeStore();
  for (const text of ['one', 'two']) notices.report('Not written', new Error(text));
  notices.dismissAll();
  expect(notices.list).toEqual([]);
});

it('offers an action only for the error that it helps with', async () => {
  const notices = new NoticeStore();
  const offer = (code: string) => (code === 'case/exists' ? { word: 'Open it', run: () => undefined } : null);
  for (const code of ['case/exists', 'case/disk-full'] as const) {
    const refused = () => Promise.reject(new DeskError({ code, message: code }));
    await notices.guard('No case was made', refused, offer);
  }
  expect(notices.list.map(({ actions }) => actions.map(({ word }) => word))).toEqual([['Open it'], []]);
});

it('takes back why an action failed while the examiner tries it again, and nothing else', async () => {
  const notices = new NoticeStore();
  notices.report('No report was written', new Error('The disk is full.'));
  notices.report('No rates were measured', new Error('Too few clips.'));
  let seen: readonly string[] = [];
  await notices.during('Measuring…', 'No rates were measured', () => {
    seen = notices.list.map(({ text }) => text);
    return Promise.reject(new Error('The table is empty.'));
  });
  expect(seen).toEqual(['The disk is full.']);
  expect(notices.list.map(({ text }) => text)).toEqual(['The disk is full.', 'The table is empty.']);
});

it('keeps good news until somebody was at the window for ten seconds', () => {
  vi.useFakeTimers();
  const window = new EventTarget();
  let focused = false;
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', { hasFocus: () => focused });
  try {
    const notices = new NoticeStore();
    notices.done('Report written', 'report.pdf');
    vi.advanceTimersByTime(60_000);
    expect(notices.list).toHaveLength(1);
    focused = true;
    window.dispatchEvent(new Event('focus'));
    vi.advanceTimersByTime(9_000);
    expect(notices.list).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(notices.list).toEqual([]);
  } finally {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  }
});

it('lets good news and advice go by themselves, and keeps what went wrong', () => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hasFocus: () => true });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  const notices = new NoticeStore();
  notices.report('No report was written', new Error('The disk is full.'));
  notices.advise('Nothing to compare', 'Select two videos.');
  notices.done('Copied', 'a.mp4');
  expect(notices.list.map(({ kind }) => kind)).toEqual(['error', 'warning', 'done']);
  vi.advanceTimersByTime(10_000);
  expect(notices.list.map(({ kind }) => kind)).toEqual(['error']);
});
