import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeLabelledClips } from '../support/labelled-clips.ts';
import { seriousFindings } from './support/accessibility.ts';
import { caseOfFaceClip } from './support/case-of-face-clip.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame, and many for networks. */
const within = { timeout: 240_000 };

let folder: string;
let desk: Workstation;
const at = (testid: string) => desk.page.getByTestId(testid);

/** @param lines of clips @returns the path of the table */
async function tableOf(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `path,label\n${lines.join('\n')}\n`);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-measured-rates-'));
  await writeLabelledClips(folder);
  desk = await startWorkstation(await caseOfFaceClip(folder, 3));
  await at('video-row').first().waitFor(within);
}, 600_000);
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

it('says in words why a table cannot be used', async () => {
  await at('video-row').first().click();
  await desk.chooseToOpen(await tableOf('questioned.csv', ['clip.mp4,real']));
  await at('measure-rates').click(within);
  const notice = at('notice').first();
  await notice.waitFor(within);
  expect(await notice.innerText()).toMatch(/No error rates were measured[^]*is the questioned video itself/);
  expect(await at('measured-rates').locator('li').count()).toBe(0);
}, 300_000);

it('measures on the clips of a table, with progress, and still shows the rates when the video is opened again', async () => {
  const clips = await Promise.all(
    ['real', 'fake'].map(async (label) =>
      (await readdir(join(folder, label))).map((name) => `${label}/${name},${label}`),
    ),
  );
  await desk.chooseToOpen(await tableOf('ours.csv', clips.flat()));
  await at('measure-rates').click(within);
  await desk.page.getByText(/Scoring the clips: \d of \d+ done…/).waitFor(within);
  await desk.screenshot('measuring-rates');
  const told = at('measured-rates').locator('li');
  await told.first().waitFor(within);
  const texts = await told.allInnerTexts();
  expect(texts[0]).toMatch(/^Measured on “ours\.csv” .*: \d real and \d fake ones have a score\.$/);
  expect(texts[1]).toMatch(/^Of \d real clips, \d were called likely fake: false-positive rate .* interval/);
  expect(texts.join('\n')).toContain('no AUC is given');
  await at('tab-case').click();
  await at('video-row').first().click();
  await told.first().waitFor(within);
  expect(await told.allInnerTexts()).toEqual(texts);
  await at('measure-rates').scrollIntoViewIfNeeded();
  await desk.screenshot('measured-rates');
  expect(await seriousFindings(desk.page)).toEqual([]);
}, 600_000);
