// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import App from '../../../../src-renderer/App.svelte';
import type { Layout } from '../../../../src-main/shared/layout.ts';
import { usualPreferences } from '../../../../src-main/shared/preferences.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { evidenceRow } from '../support/rows.ts';
import { shown } from '../support/shown.ts';
import { summary, workspaceWith } from '../support/workspace.ts';

it('is moved by keys within its limits, keeps where it is, and leaves the frames alone', async () => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  const kept: Layout[] = [];
  const { workspace } = workspaceWith([evidenceRow(1)], [], null, {
    'preferences:read': () => ({
      ...usualPreferences,
      layout: { panelPx: 400, chartPx: null, cropPx: null },
    }),
    'preferences:keep': ({ change }) => {
      kept.push(change.layout!);
      return null;
    },
    'viewing:open': () => viewedVideo(10),
    'viewing:check': () => null,
    'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
  });
  const page = shown(App, { workspace });
  await workspace.openCase(summary.path);
  await workspace.review(1);
  flushSync();
  const splitter = page.querySelector<HTMLElement>('[data-testid=splitter-panelPx]')!;
  const press = (key: string) => {
    splitter.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    flushSync();
    return splitter.getAttribute('aria-valuenow');
  };
  expect([splitter.getAttribute('role'), splitter.tabIndex]).toEqual(['separator', 0]);
  expect(splitter.getAttribute('aria-valuenow')).toBe('400');
  expect(press('ArrowLeft')).toBe('416');
  expect(press('ArrowRight')).toBe('400');
  expect(press('Home')).toBe(splitter.getAttribute('aria-valuemin'));
  expect(press('End')).toBe(splitter.getAttribute('aria-valuemax'));
  expect(kept.at(-1)?.panelPx).toBe(Number(splitter.getAttribute('aria-valuemax')));
  press('Enter');
  expect(kept.at(-1)).toEqual({ panelPx: null, chartPx: null, cropPx: null });
  expect(workspace.playhead.frameIndex).toBe(0);
  vi.restoreAllMocks();
});
