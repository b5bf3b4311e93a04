import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLabelledClips } from '../support/labelled-clips.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** From a folder of labelled clips to a model in use, as a user clicks. Each test continues from the one before. */
describe('the way from footage to a model', () => {
  let desk: Workstation;
  let footage: string;

  beforeAll(async () => {
    desk = await startWorkstation();
    footage = join(desk.folder, 'footage');
    await writeLabelledClips(footage);
  });
  afterAll(() => desk.close());

  const at = (name: string) => desk.page.getByTestId(name);

  it('imports a folder of labelled clips and splits it by identity', async () => {
    await at('tab-lab').click();
    await desk.chooseToOpen(footage);
    await at('import-dataset').click();
    await at('dataset').first().waitFor({ timeout: 30_000 });
    await at('dataset-panel').waitFor();
    expect(await at('dataset-panel').innerText()).toMatch(/6/);
    await at('new-split').click();
    await at('split-by-identity').click();
    // Three photographs: a fake and its original count as one recording.
    await desk.page.getByLabel('Folds').fill('3');
    await at('create-split').click();
    await at('splits').waitFor();
    await desk.screenshot('lab-dataset');
  });

  it('runs the experiment of the paper on it, with curves while it trains', async () => {
    await at('lab-experiments').click();
    await at('new-experiment').click();
    await at('kind-metric-learning').click();
    await desk.screenshot('lab-new-experiment');
    await at('experiment-form').getByLabel('Epochs').fill('12');
    await at('start-experiment').click();
    const state = at('run-state').first();
    await expect.poll(() => state.getAttribute('data-state'), { timeout: 120_000 }).toBe('done');
    await desk.screenshot('lab-trained');
    await at('lab-experiments').click();
    await at('run-auc').first().waitFor();
    await desk.screenshot('lab-experiments');
    await at('open-run').first().click();
  });

  it('shows the honest figures before the leaky ones, and a face with its neighbours', async () => {
    await at('judged-table').first().waitFor();
    const splits = await at('judged-table')
      .first()
      .locator('[data-split]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-split')));
    expect(splits[0]).not.toBe('by-frame');
    expect(splits).toContain('by-frame');
    for (const chart of ['epoch-charts', 'lab-roc', 'lab-det', 'lab-calibration', 'lab-confusion']) {
      expect(await at(chart).first().locator('svg').count()).toBeGreaterThan(0);
    }
    await desk.screenshot('lab-run');
    await desk.page.locator('[data-face-id]').first().click();
    await at('chosen-face').waitFor();
    await at('neighbour').first().waitFor();
    const picture = at('chosen-face');
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
    await at('face-panel').scrollIntoViewIfNeeded();
    await desk.screenshot('lab-face');
  });

  it('writes its figures to a folder', async () => {
    const figures = join(desk.folder, 'figures');
    await mkdir(figures);
    await desk.chooseToOpen(figures);
    await at('export-figures').click();
    await expect
      .poll(async () => (await readdir(figures)).filter((name) => name.endsWith('.png')).length, {
        timeout: 30_000,
      })
      .toBeGreaterThan(5);
  });

  it('shows installed models and embedders', async () => {
    await at('lab-models').click();
    expect(await at('model').count()).toBeGreaterThan(0);
    expect(await at('embedder').count()).toBeGreaterThanOrEqual(3);
    await desk.screenshot('lab-models');
    expect(desk.pageErrors).toEqual([]);
  });
});
