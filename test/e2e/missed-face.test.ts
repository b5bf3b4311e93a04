import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-main/engine/engine.ts';
import type { Box } from '../../src-main/shared/domain.ts';
import { engineScripts } from '../support/engine-scripts.ts';
import { project, writeFaceClip } from '../support/face-clip.ts';
import { seriousFindings } from './support/accessibility.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame, and many for networks. */
const within = { timeout: 120_000 };

/** A case whose finding has no face, and where the clearest face of its clip is, in its first sampled frame. */
async function caseWithoutFaces(folder: string): Promise<{ path: string; frameIndex: number; box: Box }> {
  const path = join(folder, 'missed.exhibit');
  await writeFaceClip(join(folder, 'clip.mp4'));
  const settingsFolder = join(folder, 'settings');
  const engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  try {
    await engine.cases.create(path);
    await engine.cases.addEvidence([join(folder, 'clip.mp4')]);
    const analysed = async (minFacePx: number) => {
      const ended = new Promise((resolve) =>
        engine.on(({ name, payload }) => {
          if (name === 'job:changed' && payload.finishedAt !== null) resolve(payload);
        }),
      );
      await engine.analysis.start([1], {
        sampling: { kind: 'spread', count: 6 },
        minFacePx,
        detectSizePx: 640,
      });
      await ended;
    };
    await analysed(40);
    const { tracks } = engine.cases.evidenceDetail(1).finding!;
    const track = tracks.toSorted((a, b) => b.faces.length - a.faces.length)[0]!;
    await analysed(400);
    const { frameIndex, box } = track.faces[0]!;
    return { path, frameIndex, box };
  } finally {
    await engine.close();
  }
}

/** An examiner adds a face in the real window, and looks at what moves its score; each test goes on from the one before. */
describe('a missed face', () => {
  let folder: string;
  let desk: Workstation;
  let missed: Awaited<ReturnType<typeof caseWithoutFaces>>;
  const at = (testid: string) => desk.page.getByTestId(testid);

  /** On the frame on screen, in its pixels. */
  async function draw({ x, y, width, height }: Box): Promise<void> {
    const frame = (await at('review-frame').boundingBox())!;
    const scale = frame.width / 640;
    const { mouse } = desk.page;
    await mouse.move(frame.x + x * scale, frame.y + y * scale);
    await mouse.down();
    await mouse.move(frame.x + (x + width) * scale, frame.y + (y + height) * scale, { steps: 5 });
    await mouse.up();
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-missed-'));
    missed = await caseWithoutFaces(folder);
    desk = await startWorkstation(missed.path);
    await at('video-row').first().waitFor(within);
    await at('video-row').first().click();
    await at('review-frame').waitFor(within);
  }, 300_000);
  afterAll(async () => {
    await desk.close();
    await rm(folder, { recursive: true });
  });

  it('can be pointed at by somebody who is named, and Escape ends the drawing, not the review', async () => {
    await expect.poll(() => at('add-face').isEnabled(), within).toBe(true);
    await at('add-face').click();
    await at('examiner').fill('A. Smith');
    await at('store-details').click();
    await at('add-face').click();
    await at('draw-face').waitFor(within);
    await desk.page.keyboard.press('Escape');
    await at('draw-face').waitFor({ ...within, state: 'detached' });
    expect(await at('review').count()).toBe(1);
  });

  it('says so where there is no face in the box', async () => {
    await at('add-face').click();
    await draw({ x: 300, y: 0, width: 40, height: 12 });
    await expect.poll(() => at('notice').first().innerText(), within).toContain('finds no face in this box');
    await desk.screenshot('missed-face-refused');
  });

  it('is found, followed and scored, and stands beside what the machine said', async () => {
    await desk.page.keyboard.press('Home');
    await expect
      .poll(() => at('review-frame').getAttribute('data-frame-index'), within)
      .toBe(String(missed.frameIndex));
    const { x, y, width, height } = missed.box;
    await at('add-face').click();
    await draw({ x: x - 6, y: y - 10, width: width + 14, height: height + 14 });
    await at('track').waitFor(within);
    expect(await at('track').innerText()).toContain('added by hand: the machine left out all 6 faces');
    expect(await at('machine-result').innerText()).toMatch(/not applicable/i);
    await expect.poll(() => at('face-box').count(), within).toBe(1);
    expect(await at('crop').count()).toBe(6);
    expect(await at('correction').innerText()).toContain('Added: a face that the machine left out');
    await desk.screenshot('missed-face-added');
    expect(await seriousFindings(desk.page)).toEqual([]);
  });

  it('has an occlusion map on request, which the case keeps', async () => {
    await expect.poll(() => at('occlusion-map').isEnabled(), within).toBe(true);
    await at('occlusion-map').click();
    await expect.poll(() => at('patch').count(), within).toBe(49);
    const changes = await at('patch').evaluateAll((all) =>
      all.map((each) => Number(each.getAttribute('data-change'))),
    );
    expect(changes.some((change) => change !== 0)).toBe(true);
    expect(await at('occlusion-limits').innerText()).toContain('cannot tell whether a part is forged');
    await desk.screenshot('occlusion-map');
    expect(await seriousFindings(desk.page)).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await at('occlusion').waitFor({ ...within, state: 'detached' });
    await at('occlusion-map').click();
    // At once: nothing is computed again.
    expect(await at('patch').count()).toBe(49);
    await desk.page.keyboard.press('Escape');
    await at('occlusion').waitFor({ ...within, state: 'detached' });
    expect(await at('review').count()).toBe(1);
  });

  it('is taken back', async () => {
    await desk.page.keyboard.press('Control+z');
    await at('track').waitFor({ ...within, state: 'detached' });
    await desk.page.keyboard.press('Control+Shift+z');
    await at('track').waitFor(within);
  });

  it('did all that without breaking the page’s content policy', () => {
    expect(desk.pageErrors).toEqual([]);
  });
});
