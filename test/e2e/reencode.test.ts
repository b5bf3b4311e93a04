import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { caseOfFaceClip } from './support/case-of-face-clip.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame, and many for networks. */
const within = { timeout: 120_000 };

let folder: string;
let desk: Workstation;
const at = (testid: string) => desk.page.getByTestId(testid);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-reencode-'));
  desk = await startWorkstation(await caseOfFaceClip(folder, 6));
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
