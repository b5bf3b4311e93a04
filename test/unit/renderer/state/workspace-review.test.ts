import { describe, expect, it } from 'vitest';
import type { EvidenceRow } from '../../../../src-main/shared/case.ts';
import type { AnyRecord } from '../../../../src-main/shared/notebook.ts';
import { toJsonText, type JsonText } from '../../../../src-main/shared/json-text.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow } from '../support/rows.ts';
import { summary, workspaceWith } from '../support/workspace.ts';

describe('the video under review', () => {
  it('leaves the video under review as soon as another case is open, whose videos have the same numbers', async () => {
    const never = new Promise<never>(() => undefined);
    let rows: JsonText<EvidenceRow[]> | Promise<never> = toJsonText([evidenceRow(1)]);
    const other = { ...summary, path: '/cases/other.exhibit' };
    const { desk, workspace } = workspaceWith([], [], null, {
      'evidence:list': () => rows,
      'case:open': ({ path }) => {
        if (path === other.path) desk.emit('case:changed', other);
        return { ...summary, path };
      },
    });
    const end = workspace.start();
    await workspace.openCase(summary.path);
    await workspace.review(1);
    rows = never;
    void workspace.openCase(other.path);
    await expect.poll(() => workspace.playhead.detail).toBeNull();
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
        errorsHere: [],
        oldHashes: null,
        credentialCheck: null,
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
      'evidence:list': () => refusable(toJsonText([evidenceRow(1, { outcome: 'likely-fake' })])),
      'evidence:detail': () =>
        refusable({
          opening: 'a',
          row: evidenceRow(1),
          finding: null,
          errorsHere: [],
          oldHashes: null,
          credentialCheck: null,
        }),
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
});
