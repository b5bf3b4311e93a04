import { expect, it } from 'vitest';
import type { StoredReencoding } from '../../../../src-main/shared/reencoding.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { Playhead } from '../../../../src-renderer/state/playhead.svelte.ts';
import { ReencodingStore } from '../../../../src-renderer/state/reencoding.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { evidenceRow, storedFinding } from '../support/rows.ts';

const reencoding = (findingId: number): StoredReencoding => ({
  ...{ findingId, step: 'crf34', bitsPerPixel: { file: 0.04, copy: 0.02 } },
  asAnalysed: { outcome: 'likely-fake', score: 0.8, provider: 'cpu', exhibit: '1.2.0' },
  copy: { outcome: 'likely-fake', score: 0.7, reason: 'One.', faces: 2, framesUsed: 2 },
  paired: { of: 2, faces: 2, median: 0.1, largest: 0.1 },
  by: { classifier: 'a'.repeat(64), provider: 'cpu', exhibit: '1.2.0' },
  at: '2026-03-01T14:00:00.000Z',
});

function atDesk(answer: () => Promise<StoredReencoding>, stored?: StoredReencoding) {
  const finding = storedFinding({ tracks: [], frames: [], frameCount: 10 });
  const desk = new FakeDesk({
    'evidence:reencode': answer,
    'evidence:stop-reencoding': () => null,
  });
  const notices = new NoticeStore();
  const playhead = new Playhead(desk, notices);
  playhead.detail = {
    ...{ opening: 'a', row: evidenceRow(1), finding, errorsHere: [], oldHashes: null, credentialCheck: null },
    ...(stored && { reencoding: stored }),
  };
  let checks = 0;
  const cases = { verify: () => Promise.resolve(void (checks += 1)) };
  const store = new ReencodingStore(desk, notices, playhead, cases);
  return { desk, notices, playhead, finding, store, checksOfLog: () => checks };
}

it('shows what the case has, and what was computed just now in place of it', async () => {
  const first = atDesk(() => Promise.reject(new Error('not asked')), reencoding(1));
  expect(first.store.shown).toEqual(reencoding(1));
  const { finding, store, playhead, checksOfLog } = atDesk(() => Promise.resolve(reencoding(finding.id)));
  expect(store.shown).toBeNull();
  await store.compute();
  expect(store.shown).toMatchObject(reencoding(finding.id));
  // The log has an entry more.
  expect(checksOfLog()).toBe(1);
  // Of another finding, it says nothing.
  playhead.detail = { ...playhead.detail!, finding: { ...finding, id: finding.id + 1 } };
  expect(store.shown).toBeNull();
});

it('says how far it is, and is given up without a notice', async () => {
  let giveUp = (_reason: DeskError) => {};
  const waiting = new Promise<never>((_resolve, reject) => (giveUp = reject));
  const { desk, notices, store } = atDesk(() => waiting);
  const computing = store.compute();
  expect(notices.busy).toBe('Encoding a copy…');
  desk.emit('reencode:progress', { stage: 'degrade', done: 30, total: 120 });
  expect(notices.busy).toBe('Encoding a copy: 25 %…');
  desk.emit('reencode:progress', { stage: 'detect', done: 10, total: 20 });
  expect(notices.busy).toBe('Scoring the copy: 50 %…');
  notices.stop!();
  expect(desk.asked.map(({ command }) => command)).toContain('evidence:stop-reencoding');
  giveUp(new DeskError({ code: 'case/cancelled', message: 'It was cancelled.' }));
  await computing;
  expect([notices.busy, notices.list, store.shown]).toEqual([null, [], null]);
});
