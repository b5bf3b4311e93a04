import { describe, expect, it, vi } from 'vitest';
import type { CaseSummary } from '../../../../src-main/shared/case.ts';
import type { Input } from '../../../../src-main/shared/contract.ts';
import type { EngineInfo, ProviderName } from '../../../../src-main/shared/domain.ts';
import type { ModelCard } from '../../../../src-main/shared/model-card.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { cropUrl } from '../../../../src-renderer/lib/image-url.ts';
import { evidenceRow } from '../support/rows.ts';
import { summary, workspaceWith } from '../support/workspace.ts';

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

  it('marks each file that is not what was analysed, until a case is opened or it is found again', async () => {
    const changed = 'Its SHA-256 is not that of its analysis. Its size is the same.';
    const { workspace } = workspaceWith(
      [1, 2, 3].map((id) => evidenceRow(id)),
      [],
      null,
      {
        'evidence:check-files': () => [
          { evidenceId: 1, path: '/e/1.mp4', state: 'unchanged', problem: null },
          { evidenceId: 2, path: '/e/2.mp4', state: 'changed', problem: changed },
          { evidenceId: 3, path: '/e/3.mp4', state: 'unknown', problem: null },
        ],
        'dialog:moved-folder': () => '/moved',
        'evidence:find-moved': () => ({ found: [evidenceRow(2)], missing: [] }),
      },
    );
    await workspace.openCase(summary.path);
    await workspace.cases.checkFiles();
    expect(workspace.cases.strayed.map(({ evidenceId }) => evidenceId)).toEqual([2]);
    expect(workspace.notices.list[0]).toMatchObject({
      kind: 'error',
      title: '1 file does not agree with the case',
      text: '1 file has the SHA-256 of the analysis. 1 file was never analysed: nothing to compare.',
      list: [`/e/2.mp4: ${changed}`],
    });
    await workspace.cases.findMoved([2]);
    expect(workspace.cases.strayed).toEqual([]);
    await workspace.cases.checkFiles();
    await workspace.openCase('/cases/other.exhibit');
    expect(workspace.cases.strayed).toEqual([]);
  });

  it('says how far the adding of files is, and can be cancelled until the case is written', async () => {
    let giveUp = (_reason: DeskError) => {};
    const waiting = new Promise<never>((_resolve, reject) => (giveUp = reject));
    const { desk, workspace } = workspaceWith([], [], null, {
      'evidence:add': () => waiting,
      'evidence:stop-adding': () => {
        giveUp(new DeskError({ code: 'case/cancelled', message: 'It was cancelled.' }));
        return null;
      },
    });
    await workspace.openCase(summary.path);
    const adding = workspace.addPaths(['/evidence']);
    desk.emit('add:progress', { stage: 'probe', done: 1200, total: null });
    expect(workspace.notices.busy).toBe('Looking for videos: 1,200 files so far…');
    desk.emit('add:progress', { stage: 'probe', done: 1200, total: 20_000 });
    expect(workspace.notices.busy).toBe('Looking for videos: 1,200 of 20,000 files looked into…');
    const { stop } = workspace.notices;
    desk.emit('add:progress', { stage: 'save', done: 200, total: 20_000 });
    expect([workspace.notices.busy, workspace.notices.stop]).toEqual(['Adding: 200 of 20,000 files…', null]);
    stop!();
    await adding;
    expect([workspace.notices.busy, workspace.notices.list]).toEqual([null, []]);
  });

  it('says how far the check of the files is, and gives it up without a notice', async () => {
    let giveUp = (_reason: DeskError) => {};
    const waiting = new Promise<never>((_resolve, reject) => (giveUp = reject));
    const { desk, workspace } = workspaceWith([evidenceRow(1)], [], null, {
      'evidence:check-files': () => waiting,
      'evidence:stop-checking': () => {
        giveUp(new DeskError({ code: 'case/cancelled', message: 'It was cancelled.' }));
        return null;
      },
    });
    await workspace.openCase(summary.path);
    const checking = workspace.cases.checkFiles();
    desk.emit('check:progress', { stage: 'hash', done: 3, total: 20 });
    expect(workspace.notices.busy).toBe('Checking the files: 3 of 20 read…');
    workspace.notices.stop!();
    await checking;
    expect([workspace.notices.busy, workspace.notices.stop]).toEqual([null, null]);
    expect(workspace.notices.list).toEqual([]);
    desk.emit('check:progress', { stage: 'hash', done: 4, total: 20 });
    expect(workspace.notices.busy).toBeNull();
  });

  it('writes the progress of adding and of the check into nothing else that the window waits for', async () => {
    const failing: (() => void)[] = [];
    const fails = () => new Promise<never>((_, reject) => failing.push(() => reject(new Error('no port'))));
    const { desk, workspace } = workspaceWith([evidenceRow(1)], [], null, {
      'evidence:check-files': fails,
      'evidence:add': fails,
    });
    await workspace.openCase(summary.path);
    const progress = () => {
      desk.emit('check:progress', { stage: 'hash', done: 4, total: 20 });
      desk.emit('add:progress', { stage: 'probe', done: 1200, total: null });
    };
    for (const begin of [() => workspace.cases.checkFiles(), () => workspace.cases.add(['/evidence'])]) {
      const asked = begin();
      workspace.notices.busy = 'Writing the report…';
      progress();
      expect(workspace.notices.busy).toBe('Writing the report…');
      failing.pop()!();
      await asked;
      workspace.notices.busy = 'Writing the report…';
      progress();
      expect(workspace.notices.busy).toBe('Writing the report…');
    }
  });

  const ended = (failed = 0) => ({
    ...{ id: 1, state: 'done' as const, total: 2, done: 2, failed, left: 0 },
    ...{ createdAt: '2026-03-01T14:00:00Z', finishedAt: '2026-03-01T14:00:09Z' },
  });

  it('says that nothing is new where all was analysed in the same way before', async () => {
    const rows = [1, 2].map((id) => evidenceRow(id, { state: 'done', findingId: id }));
    const { desk, workspace } = workspaceWith(rows);
    workspace.start();
    await workspace.openCase(summary.path);
    await workspace.cases.analyse([1, 2]);
    desk.emit('job:changed', ended());
    expect(workspace.notices.list.map(({ title }) => title)).toContain('Already done: nothing new');
  });

  it('says nothing of the kind where one video has a new finding, or failed', async () => {
    const rows = [1, 2].map((id) => evidenceRow(id, { state: 'done', findingId: id }));
    for (const changed of [evidenceRow(2, { state: 'done', findingId: 9 }), null]) {
      const { desk, workspace } = workspaceWith(rows);
      workspace.start();
      await workspace.openCase(summary.path);
      await workspace.cases.analyse([1, 2]);
      if (changed) desk.emit('evidence:changed', changed);
      desk.emit('job:changed', ended(changed ? 0 : 1));
      expect(workspace.notices.list.map(({ title }) => title)).not.toContain('Already done: nothing new');
    }
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

  it('can be given up while a case opens, without a notice, and the case before stays', async () => {
    let giveUp = (_reason: DeskError) => {};
    const waiting = new Promise<never>((_resolve, reject) => (giveUp = reject));
    const { workspace } = workspaceWith([evidenceRow(1)], [], null, {
      'case:open': ({ path }) => (path.includes('endless') ? waiting : { ...summary, path }),
      'case:stop-opening': () => {
        giveUp(new DeskError({ code: 'case/cancelled', message: 'It was cancelled.' }));
        return null;
      },
    });
    await workspace.openCase(summary.path);
    expect(workspace.notices.stop).toBeNull();
    const opening = workspace.openCase('/endless.exhibit');
    await vi.waitFor(() => expect(workspace.notices.busy).toBe('Opening the case…'));
    workspace.notices.stop!();
    await opening;
    expect([workspace.notices.busy, workspace.notices.stop]).toEqual([null, null]);
    expect(workspace.notices.list).toEqual([]);
    expect(workspace.cases.summary?.path).toBe(summary.path);
  });

  it('offers to open the case that a new one would have replaced', async () => {
    const { workspace } = workspaceWith([evidenceRow(1)], [], null, {
      'case:create': () => {
        throw new DeskError({ code: 'case/exists', message: 'It exists already.' });
      },
    });
    expect(await workspace.newCase()).toBe(false);
    const [notice] = workspace.notices.list;
    const [openIt] = notice!.actions;
    expect(openIt!.word).toBe('Open it');
    openIt!.run();
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

  it('names the opening of the case that it shows, so that nothing is stored in another one', async () => {
    const started: Input<'analysis:start'>[] = [];
    const { workspace } = workspaceWith([evidenceRow(1)], started);
    await workspace.openCase(summary.path);
    await workspace.cases.analyse([1]);
    await workspace.openCase('/cases/other.exhibit');
    await workspace.cases.analyse([1]);
    expect(started.map(({ opening }) => opening)).toEqual(['a', 'b']);
    expect(cropUrl(workspace.cases.opening, 7)).toBe('exhibit-image://media/crop/7?opening=b');
    await workspace.cases.show(null);
    expect(workspace.cases.opening).toBe('');
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
