import { expect, it } from 'vitest';
import type { StoredRates } from '../../../../src-main/shared/measured-rates.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { MeasuringStore } from '../../../../src-renderer/state/measuring.svelte.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { Playhead } from '../../../../src-renderer/state/playhead.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { evidenceRow, storedFinding } from '../support/rows.ts';

const rates = (findingId: number, clips: string, at: string): StoredRates => ({
  ...{ findingId, condition: null, facePx: null, given: ['likely-fake'], answers: null, auc: null, roc: [] },
  at,
  facts: { codec: 'h264', shortSide: 720, bitsPerPixel: null, facePx: null },
  set: {
    ...{ name: 'ours.csv', sha256: 'a'.repeat(64), clipsSha256: clips.repeat(64), listed: 3 },
    ...{ real: 3, fake: 0, groups: { real: 2, fake: 0 }, unnamed: 0, unscored: 0, known: 0, repeated: 0 },
  },
  by: { classifier: 'c'.repeat(64), provider: 'cpu', exhibit: '1.2.0' },
});

function atDesk(answer: () => Promise<StoredRates>, chosen: string | null, stored: StoredRates[] = []) {
  const finding = storedFinding({ tracks: [], frames: [], frameCount: 10 });
  const desk = new FakeDesk({
    'dialog:clip-table': () => chosen,
    'evidence:measure-rates': answer,
    'evidence:stop-measuring': () => null,
  });
  const notices = new NoticeStore();
  const playhead = new Playhead(desk, notices);
  playhead.detail = {
    ...{ opening: 'a', row: evidenceRow(1), finding, errorsHere: [], oldHashes: null, credentialCheck: null },
    ...(stored.length > 0 && { measuredRates: stored }),
  };
  let checks = 0;
  const cases = { verify: () => Promise.resolve(void (checks += 1)) };
  return {
    ...{ desk, notices, playhead, finding, checksOfLog: () => checks },
    store: new MeasuringStore(desk, notices, playhead, cases),
  };
}

it('asks nothing where no table is chosen', async () => {
  const { desk, store } = atDesk(() => Promise.reject(new Error('not asked')), null);
  await store.measure();
  expect(desk.asked.map(({ command }) => command)).toEqual(['dialog:clip-table']);
  expect(store.shown).toEqual([]);
});

it('shows the newest rates of each set of clips, the newest of all last', async () => {
  const stored = [rates(1, 'b', '2026-03-01T14:00:00Z'), rates(1, 'd', '2026-03-01T15:00:00Z')];
  const newer = rates(1, 'b', '2026-03-01T16:00:00Z');
  const { desk, finding, playhead, store, checksOfLog } = atDesk(
    () => Promise.resolve(newer),
    '/labelled/ours.csv',
    stored,
  );
  expect(store.shown).toEqual(stored);
  await store.measure();
  expect(store.shown.map(({ at }) => at)).toEqual(['2026-03-01T15:00:00Z', '2026-03-01T16:00:00Z']);
  expect(desk.asked.at(-1)).toEqual({
    command: 'evidence:measure-rates',
    input: { opening: 'a', evidenceId: 1, path: '/labelled/ours.csv' },
  });
  // The log has an entry more.
  expect(checksOfLog()).toBe(1);
  // Of another finding, it says nothing.
  playhead.detail = { ...playhead.detail!, finding: { ...finding, id: 2 }, measuredRates: [] };
  expect(store.shown).toEqual([]);
});

it('says how far it is, and is given up without a notice', async () => {
  let giveUp = (_reason: DeskError) => {};
  const waiting = new Promise<never>((_resolve, reject) => (giveUp = reject));
  const { desk, notices, store } = atDesk(() => waiting, '/labelled/ours.csv');
  const measuring = store.measure();
  await expect.poll(() => notices.busy).toBe('Reading the clips…');
  desk.emit('rates:progress', { stage: 'hash', done: 2, total: 6 });
  expect(notices.busy).toBe('Reading the clips: 2 of 6 done…');
  desk.emit('rates:progress', { stage: 'detect', done: 5, total: 6 });
  expect(notices.busy).toBe('Scoring the clips: 5 of 6 done…');
  notices.stop!();
  expect(desk.asked.map(({ command }) => command)).toContain('evidence:stop-measuring');
  giveUp(new DeskError({ code: 'case/cancelled', message: 'It was cancelled.' }));
  await measuring;
  expect([notices.busy, notices.list, store.shown]).toEqual([null, [], []]);
});
