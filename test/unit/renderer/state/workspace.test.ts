import { describe, expect, it, vi } from 'vitest';
import type { CaseSummary, EvidenceRow } from '../../../../src-main/shared/case.ts';
import type { Input } from '../../../../src-main/shared/contract.ts';
import type { EngineInfo, ProviderName } from '../../../../src-main/shared/domain.ts';
import type { AnyRecord } from '../../../../src-main/shared/notebook.ts';
import type { ModelCard } from '../../../../src-main/shared/model-card.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow } from '../support/rows.ts';

const summary: CaseSummary = {
  path: '/cases/harbour.exhibit',
  createdAt: '2026-03-01T14:00:00Z',
  evidenceCount: 2,
  auditEntries: 3,
};

function workspaceWith(
  rows: EvidenceRow[],
  started: Input<'analysis:start'>[] = [],
  problem: string | null = null,
  more: ConstructorParameters<typeof FakeDesk>[0] = {},
) {
  const desk = new FakeDesk({
    'dialog:new-case': () => summary.path,
    'case:create': () => summary,
    'case:sample-folder': () => '/samples',
    'case:sample': () => summary,
    'case:open': ({ path }) => {
      if (path.includes('locked')) throw new DeskError({ code: 'case/locked', message: 'Close it there.' });
      return { ...summary, path };
    },
    'case:recent': () => [],
    'case:verify': () => ({ intact: problem === null, entries: 3, firstBroken: null, head: 'ab', problem }),
    'evidence:list': () => rows,
    'evidence:add': ({ paths }) => ({
      added: paths
        .filter((path) => path.endsWith('.mp4'))
        .map((path, index) => evidenceRow(index + 10, { path })),
      ignored: paths.filter((path) => path.endsWith('.txt')).map((path) => ({ path, reason: 'not media' })),
      unreadable: paths
        .filter((path) => path.endsWith('/locked'))
        .map((path) => ({ path, reason: 'no permission' })),
    }),
    'evidence:hashes': () => [],
    'evidence:detail': ({ evidenceId }) => ({ opening: 'a', row: evidenceRow(evidenceId), finding: null }),
    'job:list': () => [],
    'notebook:read': () => ({
      opening: 'a',
      records: [],
      examiner: null,
      undo: null,
      redo: null,
      agreement: [],
    }),
    'analysis:start': (input) => {
      started.push(input);
      return { jobId: 1 };
    },
    ...more,
  });
  return { desk, workspace: new Workspace(desk) };
}

describe('Workspace', () => {
  it('makes and analyses the sample case with one click', async () => {
    const started: Input<'analysis:start'>[] = [];
    const { workspace } = workspaceWith([evidenceRow(1), evidenceRow(2)], started);
    await workspace.sampleCase();
    expect(workspace.view).toBe('case');
    expect(started.map((input) => input.evidenceIds)).toEqual([[1, 2]]);
  });

  it('asks for a case before it adds what was dropped', async () => {
    const { desk, workspace } = workspaceWith([]);
    await workspace.addPaths(['/drop/a.mp4', '/drop/notes.txt', '/drop/locked']);
    const order = desk.asked.map(({ command }) => command);
    expect(order.indexOf('dialog:new-case')).toBeLessThan(order.indexOf('evidence:add'));
    expect(workspace.cases.rows.map((row) => row.path)).toEqual(['/drop/a.mp4']);
    expect(workspace.notices.list).toMatchObject([
      { kind: 'warning', list: ['/drop/notes.txt: not media'] },
      { kind: 'error', list: ['/drop/locked: no permission'], code: 'media/unreadable' },
    ]);
  });

  it('shows new videos first of all, also where a filter hid them, and says which are there twice', async () => {
    const { workspace } = workspaceWith([evidenceRow(1, { sha256: 'aa' })], [], null, {
      'evidence:hashes': () => [{ evidenceId: 10, sha256: 'aa' }],
    });
    await workspace.openCase(summary.path);
    workspace.listing.text = 'clip 1';
    await workspace.addPaths(['/drop/copy.mp4', '/drop/other.mp4']);
    expect(workspace.listing.text).toBe('');
    expect(workspace.listing.activeId).toBe(10);
    expect([...workspace.listing.fresh]).toEqual([10, 11]);
    await vi.waitFor(() => expect(workspace.notices.list).toHaveLength(1));
    expect(workspace.notices.list[0]!.list).toEqual(['/drop/copy.mp4: same file as /evidence/clip 1.mp4']);
    await workspace.addPaths(['/drop/copy.mp4']);
    expect(workspace.notices.list.at(-1)).toMatchObject({ title: '1 file was in the case already' });
    expect([...workspace.listing.fresh]).toEqual([10, 11]);
  });

  it('names every file that was left out, however many', async () => {
    const { workspace } = workspaceWith([]);
    await workspace.openCase(summary.path);
    const notes = Array.from({ length: 60 }, (_, index) => `/drop/${index}.txt`);
    await workspace.addPaths(notes);
    const [notice] = workspace.notices.list;
    expect(notice!.title).toBe('60 files were not added');
    expect(notice!.list).toEqual(notes.map((path) => `${path}: not media`));
    // What is added next has a list of its own.
    await workspace.addPaths(['/drop/more.txt']);
    expect(workspace.notices.list.map(({ list }) => list.length)).toEqual([60, 1]);
  });

  it('offers to open the case that a new one would have replaced', async () => {
    const { workspace } = workspaceWith([evidenceRow(1)], [], null, {
      'case:create': () => {
        throw new DeskError({ code: 'case/exists', message: 'It exists already.' });
      },
    });
    expect(await workspace.newCase()).toBe(false);
    const [notice] = workspace.notices.list;
    expect(notice!.action?.word).toBe('Open it');
    notice!.action!.run();
    await vi.waitFor(() => expect(workspace.cases.summary?.path).toBe(summary.path));
  });

  it('takes a removed video off the list and the selection, and the keyboard to the next one', async () => {
    const { workspace } = workspaceWith(
      [1, 2, 3].map((id) => evidenceRow(id)),
      [],
      null,
      {
        'evidence:remove': () => null,
      },
    );
    await workspace.openCase(summary.path);
    workspace.listing.activeId = 2;
    workspace.listing.toggle(2);
    workspace.listing.toggle(1);
    await workspace.removeVideos([1, 2], 'Not of this case');
    expect(workspace.cases.rows.map(({ id }) => id)).toEqual([3]);
    expect([workspace.listing.activeId, workspace.listing.selected.size]).toEqual([3, 0]);
  });

  it('asks who is at work before it asks why a video is removed', async () => {
    const { workspace } = workspaceWith([evidenceRow(1)]);
    await workspace.openCase(summary.path);
    workspace.askRemoval([1]);
    expect([workspace.notebook.askingWho, workspace.listing.asked]).toEqual([true, null]);
  });

  it('opens a dropped case file instead of adding it as evidence', async () => {
    const { desk, workspace } = workspaceWith([]);
    await workspace.addPaths(['/drop/other.exhibit']);
    expect(workspace.cases.summary?.path).toBe('/drop/other.exhibit');
    expect(desk.asked.some(({ command }) => command === 'evidence:add')).toBe(false);
  });

  it('keeps the open case, and says why, when another cannot be opened', async () => {
    const { workspace } = workspaceWith([evidenceRow(1)]);
    await workspace.openCase(summary.path);
    await workspace.openCase('/cases/locked.exhibit');
    expect(workspace.cases.summary?.path).toBe(summary.path);
    expect(workspace.cases.rows).toHaveLength(1);
    expect(workspace.notices.list).toMatchObject([{ code: 'case/locked', text: 'Close it there.' }]);
    expect(workspace.notices.busy).toBeNull();
  });

  it('gives pictures of each opened case addresses of their own', async () => {
    const { workspace } = workspaceWith([evidenceRow(1)]);
    await workspace.openCase(summary.path);
    const first = workspace.cases.opening;
    await workspace.openCase('/cases/other.exhibit');
    expect(workspace.cases.opening).not.toBe(first);
  });

  it('leaves the video under review as soon as another case is open, whose videos have the same numbers', async () => {
    const never = new Promise<never>(() => undefined);
    let rows: EvidenceRow[] | Promise<never> = [evidenceRow(1)];
    const { desk, workspace } = workspaceWith([], [], null, { 'evidence:list': () => rows });
    const end = workspace.start();
    await workspace.openCase(summary.path);
    await workspace.review(1);
    rows = never;
    const other = { ...summary, path: '/cases/other.exhibit' };
    void workspace.openCase(other.path);
    desk.emit('case:changed', other);
    expect(workspace.playhead.detail).toBeNull();
    expect(workspace.view).not.toBe('review');
    end();
  });

  it('begins no segment on one video that would end on the next', async () => {
    const { workspace } = workspaceWith([], [], null, {
      'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
      'viewing:check': () => null,
    });
    await workspace.openCase(summary.path);
    await workspace.review(1);
    await expect.poll(() => workspace.playhead.shown).not.toBeNull();
    const next = workspace.review(2);
    await workspace.marking.setIn();
    expect(workspace.marking.in).toMatchObject({ frameIndex: 0 });
    await next;
    expect(workspace.marking.in).toBeNull();
  });

  it('reads the video under review anew for another examiner, from whom it may be hidden', async () => {
    let blind = false;
    const { workspace } = workspaceWith([evidenceRow(1)], [], null, {
      'evidence:detail': ({ evidenceId }) => ({
        opening: 'a',
        row: evidenceRow(evidenceId, { blind }),
        finding: null,
      }),
      'notebook:store': () => {
        blind = true;
        return { kind: 'examiner' } as AnyRecord;
      },
    });
    await workspace.openCase(summary.path);
    await workspace.review(1);
    await workspace.notebook.store({ kind: 'examiner', content: { name: 'B. Jones' } });
    expect(workspace.playhead.detail?.row.blind).toBe(true);
  });

  it('shows nothing any more of a video that cannot be read anew for another examiner', async () => {
    let isRefused = false;
    const refusable = <T>(answer: T): T => {
      if (isRefused) throw new DeskError({ code: 'case/disk-full', message: 'Free some space.' });
      return answer;
    };
    const { workspace } = workspaceWith([], [], null, {
      'evidence:list': () => refusable([evidenceRow(1, { outcome: 'likely-fake' })]),
      'evidence:detail': () => refusable({ opening: 'a', row: evidenceRow(1), finding: null }),
      'notebook:store': () => ({ kind: 'examiner' }) as AnyRecord,
    });
    await workspace.openCase(summary.path);
    await workspace.review(1);
    isRefused = true;
    await workspace.notebook.store({ kind: 'examiner', content: { name: 'B. Jones' } });
    expect([workspace.playhead.detail, workspace.cases.rows, workspace.view]).toEqual([null, [], 'case']);
    expect(workspace.notices.list.map(({ code }) => code)).toContain('case/disk-full');
  });

  it('checks the file under review again when the engine has started anew', async () => {
    let isOther = false;
    const { desk, workspace } = workspaceWith([evidenceRow(1)], [], null, {
      'viewing:open': () => viewedVideo(10),
      'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
      'viewing:check': () => {
        if (isOther) throw new DeskError({ code: 'media/changed-since-analysis', message: 'Another file.' });
        return null;
      },
    });
    const end = workspace.start();
    await workspace.openCase(summary.path);
    await workspace.review(1);
    await expect.poll(() => workspace.playhead.check).toBe('same');
    isOther = true;
    desk.emit('engine:stopped', { message: 'It is started again.' });
    desk.emit('case:changed', summary);
    desk.emit('engine:ready', null);
    await expect.poll(() => workspace.playhead.check).toBe('failed');
    expect(workspace.playhead.shown).toBeNull();
    end();
  });

  it('leaves the review when the case is gone after the engine stopped', async () => {
    const { desk, workspace } = workspaceWith([evidenceRow(1)]);
    const end = workspace.start();
    await workspace.openCase(summary.path);
    await workspace.review(1);
    desk.emit('engine:stopped', { message: 'It is started again.' });
    expect(workspace.engine.stopped).toBe('It is started again.');
    desk.emit('case:changed', null);
    desk.emit('engine:ready', null);
    await new Promise((resolve) => setTimeout(resolve));
    expect(workspace.view).toBe('start');
    expect(workspace.playhead.detail).toBeNull();
    end();
  });

  it('shows a case that was opened without it, such as a double-clicked one, and asks for the recent ones', async () => {
    const { desk, workspace } = workspaceWith([evidenceRow(1)]);
    const end = workspace.start();
    desk.asked.length = 0;
    desk.emit('case:changed', summary);
    await vi.waitFor(() => expect(workspace.cases.rows).toHaveLength(1));
    expect(workspace.view).toBe('case');
    expect(desk.asked.map(({ command }) => command)).toContain('case:recent');
    end();
  });

  it('names the model that another process put in use, once the window looks again', async () => {
    let name = 'default';
    const info = () => ({
      ...{ exhibit: '0', provider: { name: 'cpu', maxDifference: 0, warning: null } },
      ...{ decoder: { ready: false, problem: { code: 'media/ffmpeg-missing', message: '' } } },
      activeModel: { name, worth: '' },
    });
    const { desk, workspace } = workspaceWith([], [], null, {
      'engine:info': () => info() as EngineInfo,
      'model:active': () => ({}) as ModelCard,
      'model:list': () => [],
    });
    await workspace.engine.load();
    desk.asked.length = 0;
    await workspace.refreshModel();
    expect(desk.asked.map(({ command }) => command)).toEqual(['engine:info']);
    name = 'my model';
    await workspace.refreshModel();
    expect(workspace.engine.info?.activeModel?.name).toBe('my model');
    expect(desk.asked.some(({ command }) => command === 'model:active')).toBe(true);
  });

  it('shows a case that it opens once, though the engine announces it as well', async () => {
    const { desk, workspace } = workspaceWith([evidenceRow(1)]);
    const end = workspace.start();
    desk.asked.length = 0;
    const opening = workspace.openCase(summary.path);
    desk.emit('case:changed', summary);
    await opening;
    expect(desk.asked.filter(({ command }) => command === 'evidence:list')).toHaveLength(1);
    end();
  });

  it('shows the case that was opened elsewhere while it opened one itself', async () => {
    const { desk, workspace } = workspaceWith([evidenceRow(1)]);
    const end = workspace.start();
    const opening = workspace.openCase(summary.path);
    desk.emit('case:changed', summary);
    desk.emit('case:changed', { ...summary, path: '/cases/double-clicked.exhibit' });
    await opening;
    expect(workspace.cases.summary?.path).toBe('/cases/double-clicked.exhibit');
    expect(workspace.view).toBe('case');
    end();
  });

  it('shows no case when the one it opened was closed meanwhile', async () => {
    const { desk, workspace } = workspaceWith([evidenceRow(1)]);
    const end = workspace.start();
    const opening = workspace.openCase(summary.path);
    desk.emit('case:changed', summary);
    desk.emit('case:changed', null);
    await opening;
    expect([workspace.cases.summary, workspace.view]).toEqual([null, 'start']);
    end();
  });

  it('keeps what the engine announced when its first answer comes late', async () => {
    let answer = (_: CaseSummary | null): void => undefined;
    const current = () => new Promise<CaseSummary | null>((resolve) => (answer = resolve));
    const { workspace, desk } = workspaceWith([evidenceRow(1)], [], null, { 'case:current': current });
    const end = workspace.start();
    desk.emit('case:changed', summary);
    await vi.waitFor(() => expect(workspace.cases.rows).toHaveLength(1));
    answer(null);
    await new Promise((resolve) => setTimeout(resolve));
    expect(workspace.cases.summary?.path).toBe(summary.path);
    end();
  });

  it('says at once that a case was changed behind its back', async () => {
    const { workspace } = workspaceWith([], [], 'Entry 2 does not follow from entry 1.');
    await workspace.openCase(summary.path);
    expect(workspace.notices.list).toMatchObject([
      { kind: 'error', text: 'Entry 2 does not follow from entry 1.' },
    ]);
  });

  it('checks the audit log again after every entry: added files, and each row that changes', async () => {
    const { desk, workspace } = workspaceWith([evidenceRow(1)]);
    const end = workspace.start();
    await workspace.openCase(summary.path);
    const checks = () => desk.asked.filter(({ command }) => command === 'case:verify').length;
    const opened = checks();
    await workspace.addPaths(['/drop/a.mp4']);
    expect(checks()).toBe(opened + 1);
    desk.emit('evidence:changed', evidenceRow(1, { state: 'failed' }));
    await expect.poll(checks).toBe(opened + 2);
    end();
  });

  it('warns of a provider only while its numbers are used, not when the CPU is', async () => {
    const warning = 'WebGPU was not used: no suitable graphics processor was found. The CPU is used.';
    let name: ProviderName = 'cpu';
    const info = () => ({ provider: { name, maxDifference: 0, warning }, decoder: { ready: false } });
    const { workspace } = workspaceWith([], [], null, { 'engine:info': () => info() as EngineInfo });
    await workspace.engine.load();
    expect(workspace.engine.warnings).toEqual([]);
    name = 'webgpu';
    await workspace.engine.load();
    expect(workspace.engine.warnings).toEqual([warning]);
  });

  it('does not complain that a case closed before its audit log was checked', async () => {
    const closed = () => {
      throw new DeskError({ code: 'case/none-open', message: 'No case is open.' });
    };
    const { workspace } = workspaceWith([], [], null, { 'case:verify': closed });
    await workspace.openCase(summary.path);
    expect(workspace.notices.list).toEqual([]);
  });

  it('lets good news go by itself, and keeps what went wrong', () => {
    vi.useFakeTimers();
    const { workspace } = workspaceWith([]);
    workspace.notices.report('Not written', new Error('The disk is full.'));
    workspace.notices.done('Report written', '/reports/a.html');
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(workspace.notices.list.map(({ title }) => title)).toEqual(['Not written']);
  });

  it('shows one notice for a cause however often it strikes', () => {
    const { workspace } = workspaceWith([]);
    const refusal = new DeskError({ code: 'case/disk-full', message: 'Free some space.' });
    for (const title of ['Not added', 'Not added', 'Not analysed']) workspace.notices.report(title, refusal);
    expect(workspace.notices.list.map(({ title }) => title)).toEqual(['Not analysed']);
  });
});

it('shows rows that change in quick succession together', async () => {
  const { desk, workspace } = workspaceWith([evidenceRow(1), evidenceRow(2)]);
  const end = workspace.start();
  await workspace.openCase(summary.path);
  const before = workspace.cases.rows;
  desk.emit('evidence:changed', evidenceRow(1, { state: 'running' }));
  desk.emit('evidence:changed', evidenceRow(2, { state: 'running' }));
  expect(workspace.cases.rows).toBe(before);
  await expect.poll(() => workspace.cases.rows.map((row) => row.state)).toEqual(['running', 'running']);
  end();
});
