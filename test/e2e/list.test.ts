import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorkstation, type Workstation } from './support/workstation.ts';

let desk: Workstation;
beforeAll(async () => void (desk = await startWorkstation()));
afterAll(() => desk.close());

/** Begins like a film, so that it is taken for one; nothing is analysed here. */
const film = (ending: string) => `\0\0\0\x18ftypisom${ending}`;
const at = (name: string) => join(desk.folder, 'evidence', name);
const shown = (testid: string) => desk.page.getByTestId(testid);
const rowOf = (name: string) => shown('video-row').filter({ hasText: name });
const selected = () =>
  desk.page.locator('[data-testid=video-row][aria-selected=true] .name > :first-child').allInnerTexts();

async function add(...names: string[]): Promise<void> {
  await desk.chooseToOpen(...names.map(at));
  await shown('add-files').first().click();
}

it('adds what is a video, names the rest with code and reason, and shows and marks the new rows', async () => {
  await mkdir(join(desk.folder, 'evidence'));
  const names = Array.from({ length: 20 }, (_, index) => `clip ${index + 1}.mp4`);
  for (const [index, name] of names.entries()) await writeFile(at(name), film('x'.repeat(index)));
  await writeFile(at('notes.txt'), 'seen at the harbour');
  await writeFile(at('empty.mp4'), '');
  await writeFile(at('copy.mp4'), film('xx'));
  await desk.chooseToSave(join(desk.folder, 'list.exhibit'));
  await shown('new-case').click();
  await add(...names);
  await rowOf('clip 1.mp4').waitFor();
  await add('notes.txt', 'copy.mp4', 'empty.mp4');
  await rowOf('copy.mp4').waitFor();
  expect(await desk.page.locator('.row.fresh').count()).toBe(1);
  const left = shown('notice').filter({ hasText: '2 files or folders were not added' });
  expect(await left.getByTestId('notice-list').innerText()).toBe(
    `${at('notes.txt')}: a text file [media/unsupported]\n${at('empty.mp4')}: an empty file [media/empty-file]`,
  );
  const twice = shown('notice').filter({ hasText: '1 new file is in the case twice' });
  expect(await twice.getByTestId('notice-list').innerText()).toContain(at('clip 3.mp4'));
  expect(await rowOf('copy.mp4').getByTestId('row-same').innerText()).toBe('Same file as clip 3.mp4');
  const inSight = async () => {
    const [row, list] = [await rowOf('copy.mp4').boundingBox(), await shown('video-list').boundingBox()];
    return row!.y >= list!.y - 1 && row!.y + row!.height <= list!.y + list!.height + 1;
  };
  await expect.poll(inSight).toBe(true);
  expect(await rowOf('copy.mp4').getByTestId('row-new').isVisible()).toBe(true);
  await desk.screenshot('list-added');
  await shown('dismiss-all').click();
  expect(await shown('notice').count()).toBe(0);
});

it('filters by facts of the files, counts the filters, clears them with Escape, and keeps one by name', async () => {
  await shown('filter').click();
  await shown('facet-remark').selectOption('same-file');
  await shown('search').fill('not analysed');
  expect(await shown('video-row').count()).toBe(2);
  expect(await shown('clear-filters').innerText()).toBe('Clear 2 filters');
  expect(await shown('filtered').innerText()).toBe('2 of 21 videos');
  await desk.screenshot('list-filtered');
  await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(960, 640));
  await desk.screenshot('list-filtered-960');
  await shown('save-filter').click();
  await shown('filter-name').fill('twice');
  await desk.page.keyboard.press('Enter');
  await shown('saved-filter').waitFor();
  await desk.page.keyboard.press('Escape');
  expect(await shown('filtered').count()).toBe(0);
  await shown('filter').click();
  await shown('saved-filter').click();
  expect(await shown('filtered').innerText()).toBe('2 of 21 videos');
  await desk.screenshot('list-saved-filter');
  await shown('saved-filter').click();
  expect(await shown('filtered').count()).toBe(0);
  await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1440, 900));
});

it('selects ranges with Shift and everything listed with Ctrl A, and has a menu by mouse and by key', async () => {
  await shown('video-list').press('Home');
  await rowOf('clip 2.mp4').click({ modifiers: ['Control'] });
  await rowOf('clip 4.mp4').click({ modifiers: ['Shift'] });
  expect(await selected()).toEqual(['clip 2.mp4', 'clip 3.mp4', 'clip 4.mp4']);
  await rowOf('clip 3.mp4').click({ button: 'right' });
  expect(await shown('menu-copy-path').innerText()).toBe('Copy path (3)');
  await desk.screenshot('list-menu');
  await shown('menu-copy-path').click();
  await shown('notice').filter({ hasText: '3 paths' }).waitFor();
  expect(await desk.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(
    ['clip 2.mp4', 'clip 3.mp4', 'clip 4.mp4'].map(at).join('\n'),
  );
  await shown('video-list').press('ControlOrMeta+a');
  expect(await shown('analyse-with').innerText()).toBe('Analyse 21 selected…');
  await shown('video-list').press('Shift+F10');
  expect(await desk.page.evaluate(() => document.activeElement?.textContent?.trim())).toMatch(/^Review/);
  await desk.page.keyboard.press('ArrowDown');
  await desk.page.keyboard.press('Enter');
  expect(await desk.page.locator('dialog').getAttribute('aria-label')).toBe('Analyse 21 videos');
  await desk.page.keyboard.press('Escape');
  await shown('video-list').press('ContextMenu');
  await desk.page.keyboard.press('Escape');
  expect(await shown('menu').count()).toBe(0);
});

it('removes a video with a reason that the audit log keeps, once it is known who does it', async () => {
  await desk.page.getByLabel('Select all listed videos').uncheck();
  await rowOf('clip 1.mp4').first().click({ button: 'right' });
  expect(await shown('menu-remove').innerText()).toMatch(/^Remove from the case…/);
  await shown('menu-remove').click();
  await desk.page.locator('dialog').waitFor();
  await desk.page.keyboard.press('Escape');
  const change = { kind: 'examiner', content: { name: 'A. Smith' } };
  await desk.invoke('notebook:store', { opening: await desk.opening(), change });
  await desk.page.reload();
  await rowOf('clip 1.mp4').first().click({ button: 'right' });
  await shown('menu-remove').click();
  expect(await shown('remove').isDisabled()).toBe(true);
  await shown('removal-reason').fill('Not of this case');
  await desk.screenshot('list-remove');
  await shown('remove').click();
  await shown('notice').filter({ hasText: '1 video removed' }).waitFor();
  expect(await shown('filter-all').innerText()).toMatch(/20$/);
  const { value: log } = (await desk.invoke('log:read', {})) as {
    value: { action: string; detail: unknown }[];
  };
  expect(log.at(-1)).toMatchObject({ action: 'evidence-removed', detail: { reason: 'Not of this case' } });
  expect(desk.pageErrors).toEqual([]);
});

it('offers to open the case that a new one would have replaced', async () => {
  await shown('close-case').click();
  await shown('new-case').click();
  await shown('notice-action').click();
  await shown('video-row').first().waitFor();
  expect(await shown('filter-all').innerText()).toMatch(/20$/);
});
