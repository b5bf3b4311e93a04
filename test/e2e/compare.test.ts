import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDecoder } from '../support/decoder.ts';
import { seriousFindings } from './support/accessibility.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame. */
const within = { timeout: 20_000 };

/** Each test goes on from the one before. */
describe('comparing', () => {
  let desk: Workstation;
  const part = (testid: string) => desk.page.getByTestId(testid);
  const row = (name: string) => desk.page.locator('[data-testid=video-row]', { hasText: name });
  const frameOf = async (side: string) =>
    Number(await part(`compared-${side}`).getAttribute('data-frame-index'));
  const frames = async () => [await frameOf('a'), await frameOf('b')];

  beforeAll(async () => {
    desk = await startWorkstation();
    const { ffmpeg } = await testDecoder();
    const make = (name: string, source: string, crf: string) => {
      const path = join(desk.folder, name);
      const coding = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '50', '-crf', crf];
      execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', source, ...coding, path]);
      return path;
    };
    const paths = [
      make('received.mp4', 'testsrc2=size=640x360:rate=25:duration=4', '38'),
      make('original.mp4', 'testsrc2=size=640x360:rate=25:duration=4', '10'),
      make('small.mp4', 'testsrc2=size=320x180:rate=10:duration=3', '20'),
    ];
    await desk.chooseToSave(join(desk.folder, 'compare.exhibit'));
    await part('new-case').click();
    await part('empty-case').waitFor();
    await desk.addEvidence(...paths);
    await desk.page.reload();
    await row('small.mp4').waitFor();
  });
  afterAll(() => desk.close());

  it('shows the two videos that are selected in the list, from its menu, and moves both by time', async () => {
    await row('received.mp4').locator('[data-select]').click();
    await row('original.mp4').click({ button: 'right' });
    expect(await part('menu-compare').isDisabled()).toBe(true);
    await desk.page.keyboard.press('Escape');
    await row('original.mp4').locator('[data-select]').click();
    await row('original.mp4').click({ button: 'right' });
    await part('menu-compare').click();
    await expect.poll(frames, within).toEqual([0, 0]);
    for (let step = 0; step < 30; step += 1) await desk.page.keyboard.press('ArrowRight');
    await expect.poll(frames, within).toEqual([30, 30]);
    expect(await part('caption-a').innerText()).toMatch(/received\.mp4[\s\S]*Frame\s*30[\s\S]*0:01\.200/);
    expect(await part('caption-b').innerText()).toMatch(/original\.mp4[\s\S]*Frame\s*30[\s\S]*0:01\.200/);
    expect(await part('apart').innerText()).toBe('A and B at the same time');
    await desk.screenshot('compare');
    expect(await seriousFindings(desk.page)).toEqual([]);
  });

  it('zooms and moves both pictures as one, with the values of the same pixel', async () => {
    const stage = (await part('compare-stage-a').boundingBox())!;
    await desk.page.mouse.move(stage.x + stage.width / 3, stage.y + stage.height / 2);
    for (let turn = 0; turn < 10; turn += 1) await desk.page.mouse.wheel(0, -300);
    const values = part('pixel-values');
    await expect.poll(() => values.count(), within).toBe(2);
    const places = (await values.allInnerTexts()).map((text) => text.split(' · ')[0]);
    expect(places[0]).toBe(places[1]);
    const boxes = await Promise.all(['a', 'b'].map((side) => part(`compared-${side}`).boundingBox()));
    expect(boxes[0]!.width).toBe(boxes[1]!.width);
    expect(boxes[0]!.x - stage.x).toBeCloseTo(
      boxes[1]!.x - (await part('compare-stage-b').boundingBox())!.x,
      1,
    );
    await desk.screenshot('compare-pixels');
    await desk.page.keyboard.press('0');
  });

  it('shows their difference with its figures', async () => {
    await desk.page.keyboard.press('3');
    await part('difference').waitFor();
    expect(await part('difference-text').innerText()).toMatch(
      /% of the pixels differ, by \d+ of 255 at most/,
    );
    await desk.page.keyboard.press('ArrowUp');
    expect(await part('gain').innerText()).toBe('× 8');
    await desk.screenshot('compare-difference');
  });

  it('shows one on each side of a line, which the pointer and the keys move', async () => {
    await desk.page.keyboard.press('4');
    const line = part('dividing-line');
    const { x, y, width, height } = (await line.boundingBox())!;
    await desk.page.mouse.move(x + width / 2, y + height / 2);
    await desk.page.mouse.down();
    await desk.page.mouse.move(x + width / 2 - 200, y + height / 2, { steps: 5 });
    await desk.page.mouse.up();
    const at = Number(await line.getAttribute('aria-valuenow'));
    expect(at).toBeLessThan(45);
    await line.press('ArrowRight');
    expect(Number(await line.getAttribute('aria-valuenow'))).toBeGreaterThan(at);
    expect(await frames()).toEqual([30, 30]);
    await desk.screenshot('compare-split');
    expect(await seriousFindings(desk.page)).toEqual([]);
  });

  it('blinks, and stays on one when told to', async () => {
    await desk.page.keyboard.press('2');
    await part('compared-name-b').waitFor();
    await part('compared-name-a').waitFor();
    await desk.page.keyboard.press('Space');
    await part('compared-name-a').waitFor();
    await desk.page.waitForTimeout(1200);
    expect(await part('compared-name-b').count()).toBe(0);
    await desk.page.keyboard.press('x');
    expect(await part('compared-name-b').innerText()).toMatch(/B\s+frame 30/);
    await desk.screenshot('compare-blink');
  });

  it('moves one alone, and both from there', async () => {
    await desk.page.keyboard.press('1');
    await desk.page.keyboard.press('l');
    for (let step = 0; step < 5; step += 1) await desk.page.keyboard.press('ArrowRight');
    await expect.poll(frames, within).toEqual([30, 35]);
    await desk.page.keyboard.press('l');
    await desk.page.keyboard.press('x');
    await desk.page.keyboard.press('Home');
    await expect.poll(frames, within).toEqual([0, 5]);
    expect(await part('apart').innerText()).toBe('B 0:00.200 later than A');
    await desk.page.keyboard.press('c');
    const copied = await desk.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toMatch(/^received\.mp4, frame 0, PTS 0 .*SHA-256 [0-9a-f]{64}$/);
    await desk.page.keyboard.press('Escape');
    await part('video-list').waitFor();
  });

  it('scales a smaller video for viewing only, says so, and shows no difference', async () => {
    await row('original.mp4').locator('[data-select]').click();
    await row('small.mp4').locator('[data-select]').click();
    await desk.page.keyboard.press('v');
    await expect.poll(frames, within).toEqual([0, 0]);
    await desk.page.keyboard.press('End');
    await expect.poll(frames, within).toEqual([99, 29]);
    expect(await part('scaled').innerText()).toContain('B is drawn at 2 times its size');
    expect(await part('apart').innerText()).toContain('B has no frame at the linked time');
    await desk.screenshot('compare-sizes');
    await desk.page.keyboard.press('3');
    await part('no-difference').waitFor();
    await desk.page.keyboard.press('Escape');
  });

  it('compares a frame under review with the one after it, and comes back to it', async () => {
    await row('original.mp4').locator('.name').click();
    await part('review-frame').waitFor();
    await desk.page.keyboard.press('v');
    await desk.page.keyboard.press('1');
    await expect.poll(frames, within).toEqual([0, 1]);
    await desk.page.keyboard.press('Escape');
    await part('review-frame').waitFor();
    await desk.page.keyboard.press('.');
    await expect
      .poll(async () => Number(await part('review-frame').getAttribute('data-frame-index')), within)
      .toBe(1);
  });

  it('did all that without breaking the page’s content policy', () => {
    expect(desk.pageErrors).toEqual([]);
  });
});
