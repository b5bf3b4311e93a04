import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchConnections, type ConnectionWatch } from './support/connections.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** From the first start to a report, as an examiner clicks through it; each test goes on from the one before. */
describe('the way from a video to a verdict', () => {
  let desk: Workstation;
  let connections: ConnectionWatch;

  beforeAll(async () => {
    desk = await startWorkstation();
    connections = watchConnections(desk.app.process().pid!);
  });
  afterAll(() => desk.close());

  it('makes the sample case and analyses it', async () => {
    await desk.page.getByTestId('sample-case').click();
    const rows = desk.page.getByTestId('video-row');
    await rows.first().waitFor({ timeout: 60_000 });
    await desk.page.getByTestId('job-progress').waitFor();
    await desk.screenshot('analysing');
    const unfinished = desk.page.locator(
      '[data-testid=video-row]:is([data-state=waiting], [data-state=running])',
    );
    await expect.poll(() => unfinished.count(), { timeout: 150_000 }).toBe(0);
    expect(await rows.count()).toBeGreaterThanOrEqual(2);
    expect(await desk.page.getByTestId('row-error').count()).toBe(0);
    expect(await desk.page.getByTestId('verdict-badge').count()).toBe(await rows.count());
    await expect.poll(() => desk.page.getByTestId('audit-state').innerText()).toMatch(/intact/i);
    await desk.screenshot('case');
  });

  it('shows a frame at full size with its faces, and steps from frame to frame by key', async () => {
    await desk.page.getByTestId('video-row').last().click();
    const frame = desk.page.getByTestId('review-frame');
    await frame.waitFor();
    await desk.page.keyboard.press('Home');
    const index = async () => Number(await frame.getAttribute('data-frame-index'));
    await expect.poll(index).toBeLessThan(3);
    const start = await index();
    const picture = frame.locator('canvas');
    await expect
      .poll(() => picture.evaluate((canvas: HTMLCanvasElement) => canvas.width))
      .toBeGreaterThan(200);
    // Its pixels are the frame's: their hash is computed anew from what is painted.
    const painted = await picture.evaluate(async (canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const rgb = data.filter((_value, at) => at % 4 !== 3);
      const hash = await crypto.subtle.digest('SHA-256', rgb);
      return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    });
    expect(await desk.page.getByTestId('frame-facts').innerText()).toContain(painted);
    await expect.poll(() => desk.page.getByTestId('face-box').count()).toBeGreaterThan(0);
    await desk.page.keyboard.press('ArrowRight');
    await expect.poll(index).toBeGreaterThan(start);
    // The arrows stay with the frames after a click on a panel.
    await desk.page.getByTestId('panel-video').click();
    await desk.page.keyboard.press('ArrowLeft');
    await expect.poll(index).toBe(start);
    await desk.screenshot('panel-video');
    // The structure of the file is a tree that keys open.
    const parts = desk.page.getByTestId('file-parts');
    await parts.locator('summary', { hasText: 'moov' }).focus();
    await desk.page.keyboard.press('Enter');
    await parts.getByText('mvhd').waitFor();
    await parts.scrollIntoViewIfNeeded();
    await desk.screenshot('file-parts');
    await desk.page.getByTestId('coding-chart').scrollIntoViewIfNeeded();
    await desk.screenshot('coding-chart');
    await desk.page.getByTestId('panel-verdict').click();
    expect(await desk.page.getByTestId('errors-here').innerText()).toContain(
      'The card of the model has no figures for videos of this quality: what its answer and its likelihood ratio are worth here is not known.',
    );
    await expect
      .poll(() =>
        desk.page
          .getByTestId('crop')
          .locator('img')
          .evaluateAll((all) => all.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length),
      )
      .toBeGreaterThan(1);
    await desk.screenshot('review');
  });

  it('gives the verdict with its reasons', async () => {
    const reasons = await desk.page.getByTestId('reasons').locator('li').allInnerTexts();
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.every((reason) => reason.trim().length > 0)).toBe(true);
  });

  it('shows what the model is worth', async () => {
    await desk.page.getByTestId('tab-model').click();
    await desk.page.getByTestId('metrics').first().waitFor();
    expect(await desk.page.getByTestId('model-auc').innerText()).toMatch(/0\.\d/);
    expect(await desk.page.getByTestId('model-limits').locator('li').count()).toBeGreaterThan(0);
    await desk.screenshot('model');
  });

  it('checks the installation on known answers', async () => {
    await desk.app.evaluate(({ Menu }) => {
      const { items } = Menu.getApplicationMenu()!;
      items
        .flatMap(({ submenu }) => submenu?.items ?? [])
        .find(({ id }) => id === 'validate')!
        .click();
    });
    await desk.page.getByText('This installation gives the known answers').waitFor({ timeout: 60_000 });
  });

  it('writes the report where the examiner says', async () => {
    const path = join(desk.folder, 'findings.html');
    await desk.chooseToSave(path);
    await desk.page.getByTestId('tab-case').click();
    await desk.page.getByTestId('export-report').click();
    await desk.page.getByTestId('report-html').click();
    await expect
      .poll(() => readFile(path, 'utf8').catch(() => ''), { timeout: 30_000 })
      .toMatch(/<\/html>\s*$/);
    const html = await readFile(path, 'utf8');
    expect(html).toMatch(/[0-9a-f]{64}/);
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  });

  it('writes it as PDF, tagged, with bookmarks and page numbers', async () => {
    const path = join(desk.folder, 'findings.pdf');
    await desk.chooseToSave(path);
    await desk.page.getByTestId('export-report').click();
    await desk.page.getByTestId('report-pdf').click();
    await expect
      .poll(() => readFile(path, 'latin1').catch(() => ''), { timeout: 60_000 })
      .toMatch(/%%EOF\s*$/);
    const pdf = await readFile(path, 'latin1');
    expect(pdf).toMatch(/^%PDF-1/);
    expect(pdf).toMatch(/\/Marked true/);
    expect(pdf).toMatch(/\/Type \/Outlines|\/Outlines \d+ 0 R/);
    await desk.keep(path);
    expect(pdf.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(3);
  });

  it('writes it as a Word file, with the template that the lab chose for this and every later report', async () => {
    const template = join(desk.folder, 'template');
    await mkdir(template);
    const words = { format: 1, agency: 'North Lab', opening: ['Asked for by the court.'] };
    await writeFile(join(template, 'template.json'), JSON.stringify(words));
    const path = join(desk.folder, 'findings.docx');
    await desk.chooseToSave(path);
    await desk.chooseToOpen(template);
    await desk.page.getByTestId('export-report').click();
    await desk.page.getByTestId('report-template-choose').click();
    const shown = desk.page.getByTestId('report-template');
    await expect.poll(() => shown.innerText()).toBe('North Lab');
    await desk.screenshot('report-template');
    await desk.page.getByTestId('report-docx').click();
    const document = async () => {
      const bytes = await readFile(path).catch(() => null);
      return bytes === null ? '' : strFromU8(unzipSync(bytes)['word/document.xml']!);
    };
    await expect.poll(document, { timeout: 60_000 }).toContain('Introduction by the agency North Lab');
    await desk.keep(path);
    await desk.page.getByTestId('export-report').click();
    await expect.poll(() => shown.innerText()).toBe('North Lab');
    await desk.page.getByTestId('report-template-drop').click();
    await expect.poll(() => shown.innerText()).toBe('none');
    await desk.page.keyboard.press('Escape');
  });

  it('writes a version for disclosure, of the people who are ticked alone', async () => {
    const path = join(desk.folder, 'disclosed.html');
    await desk.chooseToSave(path);
    await desk.page.getByTestId('export-report').click();
    await desk.page.getByTestId('report-redacts').check();
    const people = desk.page.getByTestId('disclosed-people').getByRole('checkbox');
    await people.first().check();
    await desk.screenshot('disclosed-people');
    const hidden = (await people.count()) - 1;
    await desk.page.getByTestId('report-html').click();
    await expect
      .poll(() => readFile(path, 'utf8').catch(() => ''), { timeout: 30_000 })
      .toMatch(/<\/html>\s*$/);
    const html = await readFile(path, 'utf8');
    expect(html).toMatch(new RegExp(`disclosed version: ${hidden} (person|people) redacted`));
    expect(html).toMatch(/data:image\/jpeg[^]*>withheld</);
  });

  it('writes a capsule of it for another expert', async () => {
    const path = join(desk.folder, 'findings.zip');
    await desk.chooseToSave(path);
    await desk.page.getByTestId('export-report').click();
    await desk.screenshot('reports');
    await desk.page.getByTestId('report-capsule').click();
    await desk.page.getByText('Case capsule written').waitFor({ timeout: 150_000 });
    expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK');
  });

  it('writes a capsule of the selected files alone', async () => {
    const path = join(desk.folder, 'part.zip');
    await desk.page.getByTestId('tab-case').click();
    await desk.page
      .getByTestId('video-row')
      .first()
      .click({ modifiers: ['Control'] });
    await desk.chooseToSave(path);
    await desk.page.getByTestId('export-report').click();
    await desk.page.getByTestId('report-files').selectOption('selected');
    await desk.page.getByTestId('report-capsule').click();
    await expect
      .poll(() => readFile(path, 'latin1').catch(() => ''), { timeout: 150_000 })
      .toContain('This is an extract: 1 of the ');
  });

  it('did all that without breaking the page’s content policy', () => {
    expect(desk.pageErrors).toEqual([]);
  });

  it('opened no connection to another machine', () => {
    expect(connections.end()).toEqual([]);
  });
});
