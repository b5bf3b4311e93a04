import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCase, openCase } from '../../src-main/engine/cases/case-file.ts';
import { writeFaceClip } from '../support/face-clip.ts';
import { enginePid } from './support/engine-pid.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

let desk: Workstation;
let folder: string;

/** A case as a crash leaves it: an analysis that runs, and nobody who does it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-crash-'));
  await writeFaceClip(join(folder, 'clip.mp4'), 2);
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

it('asks before it quits during an analysis, which can be gone on with at the next start', async () => {
  const question = () => desk.app.evaluate(() => (globalThis as unknown as { asked?: unknown }).asked);
  const answer = (response: number) =>
    desk.app.evaluate(({ app, dialog }, button) => {
      Object.assign(globalThis, { asked: undefined });
      dialog.showMessageBox = (...asked: unknown[]) => {
        Object.assign(globalThis, { asked: asked.at(-1) });
        return Promise.resolve({ response: button, checkboxChecked: false });
      };
      setImmediate(() => app.quit());
    }, response);
  const parameters = { sampling: { kind: 'all' }, minFacePx: 20, detectSizePx: null };
  const wish = { opening: await desk.opening(), evidenceIds: [1], parameters };
  expect(await desk.invoke('analysis:start', wish)).toMatchObject({ ok: true });
  await desk.page.getByTestId('job-progress').waitFor();
  await answer(1);
  await expect.poll(question).toMatchObject({
    message: 'Quit Exhibit during an analysis?',
    detail: expect.stringContaining('What is done is kept') as string,
  });
  expect(await desk.page.getByTestId('job-progress').count()).toBe(1);

  // The engine alone dies in the middle: the window says so, and the analysis can be gone on with.
  process.kill((await enginePid(desk))!, 'SIGKILL');
  await desk.page.getByTestId('engine-stopped').waitFor();
  await desk.page.getByTestId('engine-stopped').waitFor({ state: 'detached' });
  await desk.page.getByTestId('resume-job').click();
  await desk.page.getByTestId('job-progress').waitFor();

  const gone = desk.app.waitForEvent('close');
  await answer(0);
  await gone;
  await desk.close();
  desk = await startWorkstation(join(folder, 'crashed.exhibit'));
  await desk.page.getByTestId('resume-job').click();
  await desk.page.getByTestId('job-progress').waitFor();
});

it('ends with the system without an answer, and loses nothing', async () => {
  await desk.app.evaluate(({ app, dialog }) => {
    dialog.showMessageBox = () => new Promise(() => undefined);
    setImmediate(() => app.quit());
  });
  const gone = desk.app.waitForEvent('close');
  desk.app.process().kill('SIGTERM');
  await gone;
  const file = openCase(join(folder, 'crashed.exhibit'), 'Exhibit test');
  expect(file.jobs.list().some(({ left }) => left > 0)).toBe(true);
  expect(file.findings.history(1)).toHaveLength(1);
  expect(await file.verify()).toMatchObject({ intact: true });
  file.close();
});
