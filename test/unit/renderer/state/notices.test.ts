import { expect, it } from 'vitest';
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
