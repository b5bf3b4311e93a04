// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import App from '../../../../src-renderer/App.svelte';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';
import type { AnyRecord } from '../../../../src-main/shared/notebook.ts';
import { toJsonText } from '../../../../src-main/shared/json-text.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { emptyNotebook } from '../support/notebook.ts';
import { evidenceRow, storedFinding, track } from '../support/rows.ts';
import { shown } from '../support/shown.ts';
import { summary } from '../support/workspace.ts';

const FRAMES = 100;
const box = { x: 0, y: 0, width: 40, height: 40 };
const unreadable = new DeskError({ code: 'media/unreadable', message: 'The index is missing.' });

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});
afterEach(() => vi.restoreAllMocks());

/** The window with an analysed video under review, of a case that A. Smith works on. */
async function underReview({ blind = false, still = false, broken = false } = {}) {
  let records: AnyRecord[] = [];
  const sampled = Array.from({ length: FRAMES / 10 }, (_, at) => at * 10);
  const one = track(
    1,
    sampled.map((frameIndex) => [frameIndex, 0.5]),
    0.5,
  );
  const frames = sampled.map((frameIndex) => ({
    ...{ frameIndex, pts: frameIndex, ptsMs: frameIndex * 40, skipped: null },
  }));
  const finding = storedFinding({ tracks: [one], frames, frameCount: FRAMES });
  const rows = [1, 2].map((id) => ({ ...evidenceRow(id, { state: 'done', findingId: finding.id }), blind }));
  const desk = new FakeDesk({
    'case:current': () => summary,
    'case:recent': () => [],
    'case:verify': () => ({ intact: true, entries: 1, head: 'ab', faults: [] }),
    'evidence:list': () => toJsonText(rows),
    'job:list': () => [],
    'notebook:read': () => ({ ...emptyNotebook, examiner: 'A. Smith', records }),
    'notebook:store': ({ change }) => {
      const record = {
        ...{ id: records.length + 1, evidenceId: 1, author: 'A. Smith', at: '2026-03-01T14:00:00Z' },
        ...{ cause: 'change', target: null, subject: `note/${records.length + 1}`, ...change },
      } as unknown as AnyRecord;
      // A changed note has its subject already.
      record.subject ??= `note/${record.id}`;
      records = [...records.filter(({ subject }) => subject !== record.subject), record];
      return record;
    },
    'evidence:detail': ({ evidenceId }) => ({
      ...{ opening: 'a', row: rows[evidenceId - 1]!, finding, errorsHere: [], oldHashes: null },
      credentialCheck: null,
    }),
    'viewing:open': () => {
      if (broken) throw unreadable;
      const video = viewedVideo(FRAMES);
      return still ? { ...video, media: { ...video.media, kind: 'still' } } : video;
    },
    'viewing:check': () => null,
    'face:similar': () => ({
      found: [1, 2].map((person) => ({
        ...{ evidenceId: 2, person, faceId: person, face: { frameIndex: 0, ptsMs: 0, box }, name: null },
        ...{ startMs: 0, usable: 3, similarity: 0.6 },
      })),
      ...{ others: 0, left: [] },
    }),
    'viewing:frame': ({ frameIndex }) => {
      if (broken) throw unreadable;
      return viewedFrame(frameIndex);
    },
  });
  const workspace = new Workspace(desk);
  const page = shown(App, { workspace });
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  };
  await settled();
  await workspace.review(1);
  await settled();
  const part = <Kind extends HTMLElement>(testid: string) =>
    page.querySelector<Kind>(`[data-testid="${testid}"]`)!;
  const press = async (testid: string) => {
    part(testid).focus();
    part(testid).click();
    await settled();
  };
  /** To whatever has the focus. */
  const key = async (name: string) => {
    const press = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(press);
    await settled();
  };
  return { desk, workspace, page, part, press, key, settled };
}

/** As a person would who types into the field and goes on with the tab key. */
function write(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  flushSync();
}

it('takes the letters of a name as its letters, not as keys of the review', async () => {
  const { part, press } = await underReview();
  await press('name-person');
  expect(document.activeElement).toBe(part('person-name'));
  await press('declare');
  expect(document.activeElement).toBe(part('reference-name'));
});

it('keeps reasons that were written before a conclusion was chosen, and says that they are not stored', async () => {
  const { part, press, settled, workspace } = await underReview();
  const reasons = () => part<HTMLTextAreaElement>('opinion-reasons');
  write(reasons(), 'The jaw flickers');
  expect(part('reasons-not-stored').textContent).toContain('not stored yet');
  await press('panel-notes');
  await press('panel-verdict');
  expect(reasons().value).toBe('The jaw flickers');
  await workspace.review(2);
  await settled();
  expect(reasons().value).toBe('');
  await workspace.review(1);
  await settled();
  expect(reasons().value).toBe('The jaw flickers');
});

it('keeps a first impression that is being written while a frame is marked', async () => {
  const { part, press } = await underReview({ blind: true });
  write(part<HTMLTextAreaElement>('opinion-reasons'), 'The jaw flickers');
  await press('panel-notes');
  await press('panel-verdict');
  expect(part<HTMLTextAreaElement>('opinion-reasons').value).toBe('The jaw flickers');
});

it('goes to no frame for a time after the end', async () => {
  const { part, key } = await underReview();
  await key('g');
  const go = (place: string) => {
    write(part<HTMLInputElement>('go-to'), place);
    return part<HTMLButtonElement>('go').disabled;
  };
  expect(go('3.9 s')).toBe(false);
  expect(go('1:02')).toBe(true);
  expect(go('100')).toBe(true);
});

it('writes on a mark by keys alone: E opens its text, Esc goes back to the keys of the review', async () => {
  const { page, part, key, workspace, settled } = await underReview();
  const notes = () => page.querySelectorAll('[data-testid=note]').length;
  const isWriting = () => document.activeElement === part('note-text');
  await key('e');
  expect([notes(), isWriting()]).toEqual([1, true]);
  await key('Escape');
  expect([workspace.view, isWriting()]).toEqual(['review', false]);
  await key('e');
  expect([notes(), isWriting()]).toEqual([1, true]);
  await key('Escape');
  workspace.playhead.show(50);
  await settled();
  await key('e');
  expect([notes(), isWriting()]).toEqual([2, true]);
});

it('shows each panel from its top', async () => {
  const { page, press } = await underReview();
  const content = () => page.querySelector('aside > .content')!;
  content().scrollTop = 500;
  await press('panel-method');
  expect(content().scrollTop).toBe(0);
});

it('moves along the list from the search, and where nothing has the focus', async () => {
  const { part, press, key, workspace } = await underReview();
  await press('tab-case');
  await key('/');
  expect(document.activeElement).toBe(part('search'));
  await key('Enter');
  expect(document.activeElement).toBe(part('video-list'));
  part('video-list').blur();
  await key('ArrowDown');
  expect([document.activeElement, workspace.listing.activeId]).toEqual([part('video-list'), 2]);
});

it('goes along the table of frames by key, in the order of the table', async () => {
  const { part, key, workspace } = await underReview();
  workspace.playhead.show(40);
  await key('t');
  const press = async (name: string) => {
    part('frame-table').dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
    );
    await Promise.resolve();
    return workspace.playhead.frameIndex;
  };
  expect(part('frame-table').hasAttribute('autofocus')).toBe(true);
  expect([await press('ArrowDown'), await press('ArrowDown'), await press('ArrowUp')]).toEqual([41, 42, 41]);
  expect([await press('End'), await press('ArrowDown'), await press('Home')]).toEqual([99, 99, 0]);
});

it('offers no mark where there is no frame, and no segment of a picture', async () => {
  const offered = async (kind: Parameters<typeof underReview>[0]) => {
    const { part, press } = await underReview(kind);
    await press('panel-notes');
    return ['mark-frame', 'mark-in', 'mark-out'].map((testid) => !part<HTMLButtonElement>(testid).disabled);
  };
  expect(await offered({})).toEqual([true, true, true]);
  expect(await offered({ still: true })).toEqual([true, false, false]);
  expect(await offered({ broken: true })).toEqual([false, false, false]);
});

it('does not say of a reference that nobody confirmed whom it shows', async () => {
  const { page, press, workspace } = await underReview();
  workspace.notebook.named = [
    {
      name: 'Anna',
      seen: [
        {
          ...{ evidenceId: 2, person: 2, faceId: 2, startMs: 0, faces: 3, usable: 3 },
          ...{ outcome: 'inconclusive', score: 0.5 },
        },
      ],
    },
  ];
  await press('find-similar');
  const said = [...page.querySelectorAll('[data-testid=similar-face]')].map(({ textContent }) => textContent);
  expect(said[0]).toContain('nobody has confirmed it');
  expect(said[1]).toContain('An examiner declared it a reference of Anna');
  expect(said[1]).not.toContain('nobody has confirmed it');
});

it('gives no key to the review behind a dialog, also where the focus was lost', async () => {
  const { page, part, press, key, workspace } = await underReview();
  await key('t');
  part('frame-table').blur();
  await key('Escape');
  await key('m');
  expect([workspace.view, part('note')]).toEqual(['review', null]);
  page.querySelector('dialog')!.close();
  await press('panel-notes');
  await key('m');
  expect(part('note')).not.toBeNull();
});

it('gives no key to the list behind a dialog', async () => {
  const { part, press, key, workspace } = await underReview();
  await press('tab-case');
  await press('case-details');
  (document.activeElement as HTMLElement).blur();
  const { activeId } = workspace.listing;
  await key('ArrowDown');
  expect([workspace.listing.activeId, part('examiner') === null]).toEqual([activeId, false]);
});
