import { expect, it } from 'vitest';
import { toJsonText } from '../../../../src-main/shared/json-text.ts';
import type { AnyRecord, Notebook } from '../../../../src-main/shared/notebook.ts';
import { CaseStore } from '../../../../src-renderer/state/case.svelte.ts';
import { NotebookStore } from '../../../../src-renderer/state/notebook.svelte.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { emptyNotebook } from '../support/notebook.ts';
import { evidenceRow } from '../support/rows.ts';
import { summary } from '../support/workspace.ts';

const basis = { sha256: null, findingId: null };

function conclusion(id: number, author: string, person: number | null): AnyRecord {
  const content = {
    opinion: 'neither',
    confidence: 'low',
    reasons: '',
    reviewed: true,
    person,
    basis,
  } as const;
  const subject = `conclusion/1/${person ?? 'video'}/${author}`;
  return {
    id,
    kind: 'conclusion',
    subject,
    evidenceId: 1,
    content,
    author,
    at: 't',
    cause: 'change',
    target: null,
  };
}

function storeWith(answer: Partial<Notebook>, more: ConstructorParameters<typeof FakeDesk>[0] = {}) {
  const notebook = { ...emptyNotebook, ...answer };
  const desk = new FakeDesk({ 'notebook:read': () => notebook, ...more });
  const notices = new NoticeStore();
  const cases = new CaseStore(desk, notices);
  return { desk, notices, cases, store: new NotebookStore(desk, notices, cases, () => cases.relist()) };
}

it('asks who is at work before anything is written down', async () => {
  const { desk, store } = storeWith({});
  await store.load();
  const content = { place: { kind: 'video' as const }, region: null, tags: [], text: 'seen' };
  await store.store({ kind: 'note', evidenceId: 1, subject: null, content });
  expect(store.askingWho).toBe(true);
  expect(desk.asked.map(({ command }) => command)).toEqual(['notebook:read']);
});

it('shows the examiner’s own conclusion on the whole video, else the newest one of another', async () => {
  const records = [conclusion(1, 'A', null), conclusion(2, 'B', null), conclusion(3, 'A', 1)];
  const first = storeWith({ records, examiner: 'A' }).store;
  await first.load();
  expect(first.conclusionOn(1)?.id).toBe(1);
  const third = storeWith({ records, examiner: 'C' }).store;
  await third.load();
  expect(third.conclusionOn(1)?.id).toBe(2);
  expect(third.conclusionOn(2)).toBeNull();
});

it('says what was undone, of which video, and that there was nothing', async () => {
  const { store, notices } = storeWith(
    { examiner: 'A' },
    { 'notebook:undo': () => conclusion(1, 'A', null) },
  );
  await store.undo();
  expect(notices.list.map(({ title, text }) => [title, text])).toEqual([
    ['Undone', 'The conclusion on evidence 1 by A. The audit log keeps both.'],
  ]);
  const named = storeWith(
    { examiner: 'A' },
    {
      'notebook:undo': () => conclusion(1, 'A', null),
      'evidence:list': () => toJsonText([evidenceRow(1)]),
      'evidence:hashes': () => [],
    },
  );
  await named.cases.show(summary);
  await named.store.undo();
  expect(named.notices.list.find(({ title }) => title === 'Undone')?.text).toMatch(
    /^clip 1\.mp4: The conclusion on evidence 1 by A\./,
  );
  const other = storeWith({ examiner: 'A' }, { 'notebook:undo': () => null });
  await other.store.undo();
  expect(other.notices.list.map(({ title }) => title)).toEqual(['There is nothing to undo']);
});
