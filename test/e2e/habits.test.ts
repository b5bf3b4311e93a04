import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCase } from '../../src-main/engine/cases/case-file.ts';
import { analysedCase } from './support/analysed-case.ts';
import { seriousFindings } from './support/accessibility.ts';
import { enginePid } from './support/engine-pid.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame. */
const within = { timeout: 20_000 };

/** What users of any desktop program expect; each test goes on from the one before. */
describe('the window among other windows', () => {
  let desk: Workstation;
  const part = (testid: string) => desk.page.getByTestId(testid);
  const rowOf = (name: string) => part('video-row').filter({ hasText: name });
  /** The item of the menu bar with this word, or with this id. */
  const menuItem = (word: string) =>
    desk.app.evaluate(({ Menu }, wanted) => {
      type Item = Electron.MenuItem;
      const all = (items: Item[]): Item[] =>
        items.flatMap((item) => [item, ...all(item.submenu?.items ?? [])]);
      const found = all(Menu.getApplicationMenu()!.items).find(
        ({ id, label }) => id === wanted || label === wanted,
      );
      return found && { label: found.label, enabled: found.enabled, accelerator: found.accelerator };
    }, word);
  const choose = (word: string) =>
    desk.app.evaluate(({ Menu }, wanted) => {
      type Item = Electron.MenuItem;
      const all = (items: Item[]): Item[] =>
        items.flatMap((item) => [item, ...all(item.submenu?.items ?? [])]);
      all(Menu.getApplicationMenu()!.items)
        .find(({ id, label }) => id === wanted || label === wanted)!
        .click();
    }, word);

  beforeAll(async () => {
    desk = await startWorkstation();
    await analysedCase(desk.folder);
  });
  afterAll(() => desk.close());

  it('has every command in its menus, those that can be chosen now enabled', async () => {
    await part('new-case').waitFor();
    expect(await menuItem('new-case')).toMatchObject({ enabled: true, accelerator: 'CommandOrControl+N' });
    await expect.poll(() => menuItem('add-files')).toMatchObject({ enabled: false });
    await desk.chooseToOpen(join(desk.folder, 'court.exhibit'));
    await choose('open-case');
    await part('video-row').first().waitFor(within);
    await expect.poll(() => menuItem('add-files')).toMatchObject({ enabled: true });
    expect(await menuItem('mark')).toMatchObject({ enabled: false, accelerator: 'M' });
    await choose('audit-log');
    await part('log-view').waitFor();
    await part('time-stamps-of-log').click();
    await desk.chooseToSave(join(desk.folder, 'log.tsq'));
    await part('write-stamp-request').click();
    await desk.page.getByText('Request for a time stamp written').waitFor(within);
    // DER, with the version of the request: RFC 3161, section 2.4.1.
    expect((await readFile(join(desk.folder, 'log.tsq'))).toString('hex')).toMatch(/^30[0-7]\d020101/);
    await desk.screenshot('time-stamps');
    await desk.page.keyboard.press('Escape');
    await choose('view-case');
    await part('video-list').waitFor();
  });

  it('names the case in its title, and lists it among the recent ones', async () => {
    expect(await desk.page.title()).toBe('court – Exhibit');
    const titleOf = () =>
      desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getTitle());
    await expect.poll(titleOf).toBe('court – Exhibit');
    await choose('close-case');
    await part('new-case').waitFor();
    await expect.poll(titleOf).toBe('Exhibit');
    await expect.poll(() => menuItem('court.exhibit')).toMatchObject({ enabled: true });
    await choose('court.exhibit');
    await part('video-row').first().waitFor(within);
  });

  it('runs a command of the review from the menu, and shows all keys', async () => {
    await rowOf('a.mp4').click();
    await part('review-frame').waitFor(within);
    await part('panel-video').click();
    await part('old-hashes').click();
    await desk.page.getByText(/^[0-9a-f]{32}$/).waitFor(within);
    await desk.screenshot('old-hashes');
    await part('panel-verdict').click();
    await expect.poll(() => menuItem('adjust')).toMatchObject({ enabled: true });
    await choose('adjust');
    await part('adjustments').waitFor();
    await choose('adjust');
    await choose('keyboard');
    const help = desk.page.locator('dialog');
    await help.waitFor();
    expect(await help.innerText()).toMatch(/Shift\s*S\s*Previous start of a track/);
    await desk.screenshot('keyboard');
    await desk.page.keyboard.press('Escape');
  });

  it('takes another key for a command, names what has it, and shows it in the menu', async () => {
    await choose('keyboard');
    const keyOf = (id: string) => part(`key-${id}`).getAttribute('data-keys');
    await part('change-mark').click();
    await desk.page.keyboard.press('c');
    expect(await part('key-conflict').innerText()).toContain('Copy name, frame, PTS, time and SHA-256');
    await desk.screenshot('keyboard-conflict');
    await part('take-key').click();
    await expect.poll(() => keyOf('mark')).toBe('C');
    expect(await keyOf('copy-facts')).toBe('');
    await desk.page.keyboard.press('Escape');
    await expect.poll(() => menuItem('mark')).toMatchObject({ accelerator: 'C' });
    await choose('keyboard');
    await part('usual-keys').click();
    await expect.poll(() => keyOf('mark')).toBe('M');
    await desk.page.keyboard.press('Escape');
    await expect.poll(() => menuItem('mark')).toMatchObject({ accelerator: 'M' });
  });

  it('shows text larger and as usual, by menu and key', async () => {
    const ratio = () => desk.page.evaluate(() => devicePixelRatio);
    const usual = await ratio();
    await choose('text-larger');
    await expect.poll(ratio).toBeCloseTo(usual * 1.1, 2);
    await desk.page.keyboard.press('Control+-');
    await expect.poll(ratio).toBeCloseTo(usual, 2);
  });

  it('saves a chart with the figures behind it, and leads to the file', async () => {
    await desk.app.evaluate(({ shell }) => {
      shell.showItemInFolder = (path) => void Object.assign(globalThis, { shownPath: path });
    });
    await part('tab-model').click();
    const figure = part('roc-chart');
    await figure.getByTestId('chart-table').click();
    expect(await figure.locator('thead').innerText()).toMatch(/False-positive rate\s+True-positive rate/);
    await desk.screenshot('chart-table');
    await figure.getByTestId('chart-table').click();
    for (const [format, begins] of [
      ['svg', '<svg'],
      ['png', '\x89PNG'],
      ['csv', 'Classifier,Split,False-positive rate'],
    ] as const) {
      const path = join(desk.folder, `roc.${format}`);
      await desk.chooseToSave(path);
      await figure.getByTestId(`save-${format}`).click();
      const saved = part('notice').filter({ hasText: path });
      await saved.waitFor(within);
      expect((await readFile(path, 'latin1')).startsWith(begins)).toBe(true);
      if (format === 'svg') await saved.getByTestId('notice-action').filter({ hasText: 'Show' }).click();
    }
    const shown = () => desk.app.evaluate(() => (globalThis as unknown as { shownPath?: string }).shownPath);
    await expect.poll(shown).toBe(join(desk.folder, 'roc.svg'));
    await desk.keep(join(desk.folder, 'roc.png'));
    await part('tab-case').click();
  });

  it('offers the examiner of the last case in the next one, and forces nobody', async () => {
    await choose('case-details');
    await part('examiner').fill('A. Smith');
    await part('store-details').click();
    await part('examiner').waitFor({ state: 'detached' });
    createCase(join(desk.folder, 'next.exhibit'), 'a test').close();
    await desk.chooseToOpen(join(desk.folder, 'next.exhibit'));
    await choose('open-case');
    await part('empty-case').waitFor(within);
    await choose('case-details');
    expect(await part('examiner').inputValue()).toBe('');
    await desk.screenshot('last-examiner');
    await part('last-examiner').click();
    expect(await part('examiner').inputValue()).toBe('A. Smith');
    await desk.page.keyboard.press('Escape');
    await choose('court.exhibit');
    await part('video-row').first().waitFor(within);
  });

  it('shows a file in its folder, and says why it cannot', async () => {
    await desk.app.evaluate(({ shell }) => {
      shell.showItemInFolder = (path) => void Object.assign(globalThis, { shownPath: path });
    });
    await rowOf('a.mp4').click({ button: 'right' });
    await part('menu-show').click();
    const shown = () => desk.app.evaluate(() => (globalThis as unknown as { shownPath?: string }).shownPath);
    await expect.poll(shown).toBe(join(desk.folder, 'a.mp4'));
    await mkdir(join(desk.folder, 'moved'));
    await rename(join(desk.folder, 'b.mp4'), join(desk.folder, 'moved', 'renamed.mp4'));
    await rowOf('b.mp4').click({ button: 'right' });
    await part('menu-show').click();
    await part('notice').filter({ hasText: 'media/not-found' }).waitFor();
  });

  it('reads all files again on request, and marks the one that is gone until it is found', async () => {
    await choose('check-files');
    await part('notice').filter({ hasText: '1 file does not agree with the case' }).waitFor(within);
    expect(await rowOf('b.mp4').innerText()).toContain('File missing');
    expect(await rowOf('a.mp4').innerText()).toContain('Analysed');
    await desk.screenshot('files-checked');
  });

  it('finds a moved file again by its SHA-256', async () => {
    await desk.chooseToOpen(join(desk.folder, 'moved'));
    await rowOf('b.mp4').click({ button: 'right' });
    await part('menu-find-moved').click();
    await rowOf('renamed.mp4').waitFor(within);
    expect(await rowOf('renamed.mp4').innerText()).not.toContain('File missing');
    await part('notice').filter({ hasText: '1 moved file found' }).waitFor();
    await expect.poll(() => part('audit-state').getAttribute('data-intact'), within).toBe('true');
  });

  it('names the model that another process has put in use as soon as it gets the focus', async () => {
    const settings = await desk.app.evaluate(({ app }) => app.getPath('userData'));
    const model = () => part('status-bar').innerText();
    await expect.poll(model, within).toContain('Model: default');
    await mkdir(join(settings, 'models'), { recursive: true });
    const active = join(settings, 'models', 'active.txt');
    const focus = () => desk.page.evaluate(() => globalThis.dispatchEvent(new Event('focus')));
    await writeFile(active, 'gone');
    await focus();
    await expect.poll(model, within).toContain('Model: missing or damaged');
    await rm(active);
    await focus();
    await expect.poll(model, within).toContain('Model: default');
  });

  it('is light or dark by choice, and shuts nobody out of any view', async () => {
    const ground = () => desk.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    for (const [word, theme, colour] of [
      ['Light', 'light', 'rgb(244, 245, 246)'],
      ['Dark', 'dark', 'rgb(16, 17, 19)'],
    ] as const) {
      await choose(word);
      await expect.poll(ground).toBe(colour);
      await rowOf('a.mp4').click();
      await part('review-frame').waitFor(within);
      await desk.screenshot(`review-${theme}`);
      const findings = { review: await seriousFindings(desk.page) } as Record<string, string[]>;
      for (const view of ['start', 'model', 'lab', 'case'] as const) {
        await part(`tab-${view}`).click();
        await desk.screenshot(`${view}-${theme}`);
        findings[view] = await seriousFindings(desk.page);
      }
      await choose('audit-log');
      await part('log-row').first().waitFor(within);
      findings['log'] = await seriousFindings(desk.page);
      for (const dialog of ['case-details', 'keyboard']) {
        await choose(dialog);
        await desk.page.locator('dialog').waitFor();
        findings[dialog] = await seriousFindings(desk.page);
        await desk.page.keyboard.press('Escape');
      }
      await part('tab-case').click();
      expect(Object.entries(findings).filter(([, found]) => found.length > 0)).toEqual([]);
    }
  });

  it('leaves no frame waiting when the engine has given up', async () => {
    await part('tab-case').click();
    const kill = async () => process.kill((await enginePid(desk))!, 'SIGKILL');
    for (let end = 0; end < 3; end += 1) {
      await desk.listen('engine:ready');
      await kill();
      await expect.poll(() => desk.heard(), within).toHaveLength(1);
    }
    await rowOf('a.mp4').click();
    await part('review-frame').waitFor(within);
    await kill();
    await part('engine-stopped').filter({ hasText: 'Start Exhibit again' }).waitFor(within);
    await choose('first');
    await part('frame-error').filter({ hasText: 'app/engine-stopped' }).waitFor(within);
    await desk.screenshot('engine-given-up');
  });

  it('did all that without breaking the page’s content policy', () => {
    expect(desk.pageErrors).toEqual([]);
  });
});

it('keeps its place, its theme and the examiner for the next start', async () => {
  const desk = await startWorkstation();
  try {
    const bounds = { x: 40, y: 30, width: 1200, height: 800 };
    await desk.app.evaluate(
      ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]!.setBounds(place),
      bounds,
    );
    await desk.invoke('examiner:remember', { name: 'A. Smith' });
    const folder = await desk.app.evaluate(({ app }) => app.getPath('userData'));
    await desk.app.close();
    const kept = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as unknown;
    expect(kept).toMatchObject({
      ...{ window: { ...bounds, maximized: false }, theme: 'system', examiner: 'A. Smith' },
    });
  } finally {
    await desk.close();
  }
});
