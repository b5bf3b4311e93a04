import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-main/engine/engine.ts';
import { engineScripts } from '../support/engine-scripts.ts';
import { project } from '../support/face-clip.ts';
import { declareReference, makeLikenessCase, QUESTIONED, women } from '../support/likeness-case.ts';
import { seriousFindings } from './support/accessibility.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame, and many for networks. */
const within = { timeout: 120_000 };

/** An examiner compares a face with the person that it is said to show; each test goes on from the one before. */
describe('the claimed person', () => {
  let folder: string;
  let desk: Workstation;
  /** Numbers of the women's tracks in the questioned video, and in a further one, from left to right. */
  let tracks: number[];
  let further: number[];
  const at = (testid: string) => desk.page.getByTestId(testid);

  /** Two clips of Anna are declared so far, and three of Berta. */
  async function prepared(): Promise<string> {
    const settingsFolder = join(folder, 'settings');
    const engine = createEngine({
      ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
    });
    try {
      const path = await makeLikenessCase(engine, folder);
      engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
      for (const evidenceId of [1, 2]) declareReference(engine, evidenceId, 0, 'Anna');
      for (const evidenceId of [1, 2, 3]) declareReference(engine, evidenceId, 2, 'Berta');
      tracks = women(engine, QUESTIONED).map(({ id }) => id);
      further = women(engine, 3).map(({ id }) => id);
      return path;
    } finally {
      await engine.close();
    }
  }

  async function review(evidenceId: number): Promise<void> {
    await at('video-row')
      .nth(evidenceId - 1)
      .click();
    await at('review-frame').waitFor(within);
  }

  const choose = (track: number) => desk.page.locator(`[data-testid=track][data-track="${track}"]`).click();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-likeness-'));
    desk = await startWorkstation(await prepared());
    await at('video-row').first().waitFor(within);
  }, 600_000);
  afterAll(async () => {
    await desk.close();
    await rm(folder, { recursive: true });
  });

  it('cannot be compared with two clips, and the list says so', async () => {
    await review(QUESTIONED);
    await choose(tracks[0]!);
    const options = at('compare-with').locator('option');
    await expect.poll(() => options.allInnerTexts(), within).toHaveLength(3);
    expect((await options.allInnerTexts()).map((text) => text.trim())).toEqual([
      'Said to show…',
      'Anna (2 of 3 reference clips)',
      'Berta (3 reference clips)',
    ]);
    expect(await options.nth(1).isDisabled()).toBe(true);
  });

  it('gets a third reference from another video', async () => {
    await desk.page.keyboard.press('Escape');
    await review(3);
    await choose(further[0]!);
    await at('declare').click();
    await at('reference-name').fill('Anna');
    await desk.screenshot('likeness-declare');
    await at('store-reference').click();
    await expect.poll(() => at('reference').allInnerTexts(), within).toHaveLength(1);
    expect(await at('reference').innerText()).toContain('Reference of Anna: known-genuine, says A. Smith');
  });

  it('is compared, with plot, table and limits; clips of one photograph are called copies', async () => {
    await desk.page.keyboard.press('Escape');
    await review(QUESTIONED);
    await choose(tracks[0]!);
    await at('compare-with').selectOption('Anna');
    await at('likeness-sentences').waitFor(within);
    expect(await at('likeness-sentences').innerText()).toContain('nearly copies of each other');
    expect(await at('likeness').locator('svg').count()).toBe(1);
    expect(await at('compared-clips').locator('tbody tr').count()).toBe(1 + 3 + 3);
    expect(await at('likeness-limits').innerText()).toContain('keeps the face and passes');
    await desk.screenshot('likeness-alike');
    expect(await seriousFindings(desk.page)).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await at('likeness').waitFor({ ...within, state: 'detached' });
    expect(await at('likeness-result').innerText()).toContain('Said to show Anna');
  });

  it('is less alike where it is another woman, and says nothing of real or fake', async () => {
    await choose(tracks[2]!);
    await at('compare-with').selectOption('Anna');
    await at('likeness-sentences').waitFor(within);
    const said = await at('likeness-sentences').innerText();
    expect(said).toContain('less than they resemble each other');
    expect(said).not.toMatch(/\b(real|fake)\b/);
    await desk.screenshot('likeness-other');
    await desk.page.keyboard.press('Escape');
    await desk.screenshot('likeness-people');
    expect(await seriousFindings(desk.page)).toEqual([]);
  });

  it('is taken back', async () => {
    await desk.page.keyboard.press('Control+z');
    await at('likeness-result').waitFor({ ...within, state: 'detached' });
  });

  async function lookAgain(): Promise<void> {
    await desk.page.keyboard.press('Escape');
    await at('similar-faces').waitFor({ ...within, state: 'detached' });
    await at('find-similar').click();
    await at('similar-limits').waitFor(within);
  }

  it('is suggested in other videos, and named there only where the examiner says so', async () => {
    await choose(tracks[0]!);
    await at('name-person').click();
    // Not into the field: the keys have to be there already.
    await desk.page.keyboard.type('Anna');
    await at('store-name').click();
    await at('find-similar').click();
    await at('similar-limits').waitFor(within);
    const found = await at('similar-face').allInnerTexts();
    const saying = (words: string) => found.filter((text) => text.includes(words)).length;
    expect(found).toHaveLength(4);
    expect(saying('An examiner declared it a reference of Anna')).toBe(3);
    expect(saying('Looks alike; nobody has confirmed it')).toBe(1);
    await desk.screenshot('similar-faces');
    expect(await seriousFindings(desk.page)).toEqual([]);
    // A reference of her needs no confirmation.
    expect(await at('accept-similar').count()).toBe(1);
    await at('dismiss-similar').click();
    await expect.poll(() => at('similar-face').count(), within).toBe(3);
    // Another look finds the dismissed one again.
    await lookAgain();
    await at('accept-similar').click();
    await expect.poll(() => at('similar-face').count(), within).toBe(3);
    await lookAgain();
    const texts = await at('similar-face').allInnerTexts();
    expect(texts.filter((text) => text.includes('An examiner gave it this name'))).toHaveLength(1);
    expect(texts).toHaveLength(4);
    await desk.screenshot('similar-faces-named');
    await desk.page.keyboard.press('Escape');
  });

  it('did all that without breaking the page’s content policy', () => {
    expect(desk.pageErrors).toEqual([]);
  });
});
