import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysedCase } from './support/analysed-case.ts';
import { appInOtherLanguage, outsideBrackets, unexplained } from './support/other-language.ts';
import { startFrom, type Workstation } from './support/workstation.ts';

const within = { timeout: 20_000 };

/** Each test goes on from the one before. What menus and reports say too is English in every language so far. */
describe('the window in another language', () => {
  let folder: string;
  let desk: Workstation;
  const part = (testid: string) => desk.page.getByTestId(testid);
  const english = async (picture: string) => {
    await desk.screenshot(`language-${picture}`);
    return unexplained(await outsideBrackets(desk.page));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-language-'));
    desk = await startFrom(await appInOtherLanguage(folder));
    await analysedCase(desk.folder);
  });
  afterAll(async () => {
    await desk.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('says in it what to begin with', async () => {
    await part('new-case').waitFor();
    expect(await part('new-case').innerText()).toContain('⟦New case⟧');
    expect(await english('start')).toEqual([]);
  });

  it('lists the videos of a case in it, and the keys', async () => {
    await desk.chooseToOpen(join(desk.folder, 'court.exhibit'));
    await part('open-case').click();
    await part('video-row').first().waitFor(within);
    expect(await english('case')).toEqual([]);
    await desk.page.keyboard.press('?');
    await desk.page.getByText('⟦Keyboard⟧').waitFor();
    expect(await english('keyboard')).toEqual([]);
    await desk.page.keyboard.press('Escape');
  });

  it('shows a video in it, with all its panels', async () => {
    await part('video-row').first().dblclick();
    await part('review-frame').waitFor(within);
    expect(await english('review')).toEqual([]);
    for (const panel of ['notes', 'video', 'method']) {
      await part(`panel-${panel}`).click();
      expect(await english(`panel-${panel}`)).toEqual([]);
    }
  });

  it('shows the lab in it', async () => {
    await part('tab-lab').click();
    for (const section of ['lab-datasets', 'lab-experiments']) {
      await part(section).click();
      expect(await english(section)).toEqual([]);
    }
    expect(desk.pageErrors).toEqual([]);
  });
});
