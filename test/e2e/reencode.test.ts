import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine } from '../../src-main/engine/engine.ts';
import { engineScripts } from '../support/engine-scripts.ts';
import { project, writeFaceClip } from '../support/face-clip.ts';
import { seriousFindings } from './support/accessibility.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame, and many for networks. */
const within = { timeout: 120_000 };

let folder: string;
let desk: Workstation;
const at = (testid: string) => desk.page.getByTestId(testid);

async function analysedClip(): Promise<string> {
  const clip = join(folder, 'clip.mp4');
  await writeFaceClip(clip);
  const settingsFolder = join(folder, 'settings');
  const engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  try {
    await engine.cases.create(join(folder, 'a.exhibit'));
    await engine.cases.addEvidence([clip]);
    const ended = new Promise<void>((resolve) =>
      engine.on(({ name, payload }) => {
        if (name === 'job:changed' && payload.finishedAt !== null) resolve();
      }),
    );
    const parameters = { sampling: { kind: 'spread', count: 6 }, minFacePx: 40, detectSizePx: 640 } as const;
    await engine.analysis.start([1], parameters);
    await ended;
    return join(folder, 'a.exhibit');
  } finally {
    await engine.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-reencode-'));
  desk = await startWorkstation(await analysedClip());
  await at('video-row').first().waitFor(within);
}, 600_000);
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

it('scores a copy under the verdict, and still shows it when the video is opened again', async () => {
  await at('video-row').first().click();
  await at('reencode').click(within);
  const told = at('reencoding').locator('li');
  await told.first().waitFor(within);
  expect(await told.first().innerText()).toMatch(/^Encoded again \(H\.264 at CRF \d\d\), the video is /);
  await at('tab-case').click();
  await at('video-row').first().click();
  await told.first().waitFor(within);
  expect(await told.count()).toBeGreaterThanOrEqual(4);
  await desk.screenshot('reencoding');
  expect(await seriousFindings(desk.page)).toEqual([]);
}, 300_000);
