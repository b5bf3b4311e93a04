import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCase } from '../../src-main/engine/cases/case-file.ts';
import { writeFaceClip } from '../support/face-clip.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

let desk: Workstation;
let folder: string;

/** A case as a crash leaves it: an analysis that runs, and nobody who does it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-crash-'));
  await writeFaceClip(join(folder, 'clip.mp4'), 0.4);
  const file = createCase(join(folder, 'crashed.exhibit'), 'Exhibit test');
  const { id } = file.evidence.add({ path: join(folder, 'clip.mp4'), sizeBytes: 1 });
  const parameters = { sampling: { kind: 'spread' as const, count: 2 }, minFacePx: 40, detectSizePx: 640 };
  file.jobs.update(file.jobs.create({ evidenceIds: [id], parameters }).id, { state: 'running' });
  file.close();
  desk = await startWorkstation(join(folder, 'crashed.exhibit'));
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

it('says that an analysis was interrupted, and goes on with it at a click', async () => {
  const band = desk.page.getByTestId('interrupted-job');
  await band.waitFor();
  expect(await band.innerText()).toContain('An analysis was interrupted after 0 of 1 video.');
  expect(await desk.page.getByTestId('analyse-waiting').count()).toBe(0);
  await desk.screenshot('interrupted');
  await desk.page.getByTestId('resume-job').click();
  await desk.page.locator('[data-testid=video-row][data-state=done]').waitFor({ timeout: 60_000 });
  await expect.poll(() => band.count()).toBe(0);
});
