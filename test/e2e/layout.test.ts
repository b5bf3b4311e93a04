import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { analysedCase } from './support/analysed-case.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** Each test goes on from the one before. */
describe('the parts of the review', () => {
  let folder: string;
  let desk: Workstation;
  const part = (testid: string) => desk.page.getByTestId(testid);
  const sizeOf = async (name: string) => Number(await part(`splitter-${name}`).getAttribute('aria-valuenow'));
  const boxOf = async (testid: string) => (await part(testid).first().boundingBox())!;
  const sizeTo = (width: number, height: number) =>
    desk.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]!.setContentSize(w, h), [
      width,
      height,
    ] as const);
  const openFirst = async () => {
    await part('video-row').first().locator('.name').click();
    await part('review-frame').waitFor();
    await part('crop').first().waitFor();
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-layout-'));
    desk = await startWorkstation(await analysedCase(folder));
    await part('video-row').first().waitFor();
    await sizeTo(1440, 900);
    await openFirst();
  });
  afterAll(async () => {
    await desk.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are all in sight at once on an ordinary screen, the faces with their scores too', async () => {
    for (const [width, height] of [
      [1680, 1000],
      [1440, 873],
    ] as const) {
      await sizeTo(width, height);
      const hidden = () =>
        desk.page
          .locator('.review > .picture')
          .evaluate((column) => [column.scrollHeight - column.clientHeight, innerHeight] as const);
      await expect.poll(hidden).toEqual([0, height]);
    }
    await sizeTo(1440, 900);
  });

  it('grow and shrink as the lines between them are dragged', async () => {
    const drag = async (testid: string, by: { x: number; y: number }) => {
      const { x, y, width, height } = await boxOf(testid);
      const [fromX, fromY] = [x + width / 2, y + height / 2];
      await desk.page.mouse.move(fromX, fromY);
      await desk.page.mouse.down();
      await desk.page.mouse.move(fromX + by.x, fromY + by.y, { steps: 4 });
      await desk.page.mouse.up();
    };
    const panelWidth = async () => (await desk.page.locator('aside').boundingBox())!.width;
    const before = await panelWidth();
    await drag('splitter-panelPx', { x: -100, y: 0 });
    expect(await panelWidth()).toBe(before + 100);
    await drag('splitter-chartPx', { x: 0, y: -60 });
    expect(await sizeOf('chartPx')).toBe(107 + 60);
    await drag('splitter-cropPx', { x: 0, y: -40 });
    expect((await part('crop').first().locator('img').boundingBox())!.height).toBe(65 + 40);
    await desk.screenshot('layout-dragged');
    expect(await seriousFindings(desk.page)).toEqual([]);
  });

  it('are kept from one opening of the window to the next', async () => {
    await desk.page.reload();
    await part('video-row').first().waitFor();
    await openFirst();
    const sizes = () => Promise.all(['panelPx', 'chartPx', 'cropPx'].map(sizeOf));
    await expect.poll(sizes).toEqual([460, 167, 105]);
  });

  it('leave the picture the largest on a small window', async () => {
    for (let press = 0; press < 40; press += 1) {
      await part('splitter-chartPx').press('ArrowUp');
      await part('splitter-cropPx').press('ArrowUp');
    }
    await part('splitter-panelPx').press('End');
    await sizeTo(960, 640);
    await expect.poll(async () => (await boxOf('review-stage')).width).toBeLessThan(500);
    const { y, height } = await boxOf('review-stage');
    // It stays in sight while what is below it is scrolled.
    expect(y).toBeGreaterThanOrEqual(40);
    const { width: panel } = (await desk.page.locator('aside').boundingBox())!;
    expect(height).toBeGreaterThanOrEqual(0.41 * 640);
    expect(panel).toBeLessThanOrEqual(480);
    for (const name of ['chartPx', 'cropPx']) expect(height).toBeGreaterThan(await sizeOf(name));
    await desk.screenshot('layout-small');
    expect(desk.pageErrors).toEqual([]);
  });
});
