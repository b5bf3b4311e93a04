import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCase } from '../../src-main/engine/cases/case-file.ts';
import { ruleOfCard } from '../../src-main/engine/verdict/rule-of-card.ts';
import { facesAt, findingOf } from '../support/corrected.ts';
import { sampleFinding } from '../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../unit/engine/reports/sample-card.ts';
import { seriousFindings } from './support/accessibility.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame. */
const within = { timeout: 60_000 };

const rule = ruleOfCard(sampleFinding().band, sampleCard, () => null);
const early = facesAt([0, 10, 20, 30], 100, 0.9);
const late = facesAt([50, 60, 70, 80], 130, 0.2);
const other = facesAt([0, 10, 20, 30, 50, 60, 70, 80], 700, 0.1);
const wall = facesAt([20, 30, 50, 60], 1000, 0.8);

/** A case with one analysed clip, whose four tracks are two people and a wall. */
async function analysedCase(folder: string): Promise<string> {
  const path = join(folder, 'people.exhibit');
  const file = createCase(path, 'Exhibit test');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x160', '-frames:v', '1', '-f', 'mjpeg', '-'];
  const crop = execFileSync('ffmpeg', ['-v', 'error', ...picture]);
  const clip = join(folder, 'a.mp4');
  const source = 'testsrc2=size=1280x720:rate=30000/1001:duration=3';
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', clip]);
  const content = await readFile(clip);
  const { id } = file.evidence.add({ path: clip, sizeBytes: content.length });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const finding = findingOf([early, other, wall, late], rule, { path: clip, sha256 });
  const [verdict] = finding.tracks.map((track) => track.verdict);
  const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => crop);
  file.findings.save(id, 'key', {
    ...{ finding: { ...finding, verdict: verdict! }, images: { crops, thumbnail: null } },
    card: sampleCard,
  });
  file.close();
  return path;
}

/** An examiner corrects tracks in the real window; each test goes on from the one before. */
describe('tracks as people', () => {
  let folder: string;
  let desk: Workstation;
  const at = (testid: string) => desk.page.getByTestId(testid);
  const track = (id: number) => desk.page.locator(`[data-testid="track"][data-track="${id}"]`);
  const tracks = () =>
    desk.page
      .locator('[data-testid="track"]')
      .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-track'))));
  const undo = () => desk.page.keyboard.press('Control+z');
  const frameOnScreen = async () => Number(await at('review-frame').getAttribute('data-frame-index'));

  async function choose(id: number): Promise<void> {
    await track(id).click();
    await expect.poll(() => track(id).getAttribute('aria-expanded'), within).toBe('true');
  }

  async function goToFrame(frameIndex: number): Promise<void> {
    await desk.page.keyboard.press('g');
    await desk.page.keyboard.type(String(frameIndex));
    await desk.page.keyboard.press('Enter');
    await expect.poll(frameOnScreen, within).toBe(frameIndex);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-people-'));
    desk = await startWorkstation(await analysedCase(folder));
    await at('video-row').first().waitFor({ timeout: 60_000 });
    await at('case-details').click();
    await at('examiner').fill('A. Smith');
    await at('store-details').click();
    await at('video-row').first().click();
    await at('face-box').first().waitFor(within);
  });
  afterAll(async () => {
    await desk.close();
    await rm(folder, { recursive: true });
  });

  it('merges two tracks into one person, and says what the machine said', async () => {
    expect(await tracks()).toEqual([1, 2, 3, 4]);
    await choose(1);
    await at('merge-with').selectOption('4');
    await expect.poll(tracks, within).toEqual([1, 2, 3]);
    expect(await at('corrected-state').innerText()).toBe('Corrected by A. Smith: machine said 4 tracks');
    expect(await at('corrected').count()).toBe(1);
    expect(await at('machine-result').innerText()).toMatch(/likely fake/i);
    await desk.screenshot('people-merged');
  });

  it('marks a wall as no face, which decides nothing and stays listed', async () => {
    await choose(3);
    await at('mark-no-face').click();
    await expect.poll(() => at('no-face').innerText(), within).toBe('No face (A. Smith)');
    expect(await tracks()).toEqual([1, 2, 3]);
    await expect.poll(() => desk.page.locator('#timeline [data-track]').count(), within).toBe(2);
    await desk.screenshot('people-no-face');
  });

  it('splits a person at the frame on screen, and names one', async () => {
    await choose(2);
    await goToFrame(40);
    await at('split-here').click();
    await expect.poll(tracks, within).toEqual([1, 2, 3, 5]);
    await choose(5);
    await at('name-person').click();
    // Not into the field: the keys have to be there already.
    await desk.page.keyboard.type('Anna');
    await at('store-name').click();
    await expect.poll(() => track(5).innerText(), within).toContain('Track 5, Anna');
    expect(await at('correction').count()).toBe(4);
    await desk.screenshot('people-split');
    expect(await seriousFindings(desk.page)).toEqual([]);
  });

  it('lists the named people of the case with their videos, filters by one, and leads back to each', async () => {
    await desk.page.keyboard.press('Escape');
    await at('people-of-case-button').click();
    expect(await at('named-person').innerText()).toMatch(/Anna\s+1 video[\s\S]+a\.mp4\s+from \d/);
    await desk.screenshot('people-of-case');
    expect(await seriousFindings(desk.page)).toEqual([]);
    await at('list-person').click();
    expect(await at('filtered').innerText()).toBe('1 of 1 video');
    expect(await at('facet-person').inputValue()).toBe('Anna');
    await desk.screenshot('people-filtered');
    await desk.page.keyboard.press('Escape');
    await at('people-of-case-button').click();
    await at('seen-person').click();
    await at('review-frame').waitFor(within);
    await expect.poll(() => track(5).getAttribute('aria-expanded'), within).toBe('true');
  });

  it('says what would change the verdict of a person, by the scores of its faces', async () => {
    await choose(1);
    await at('what-would-change').click();
    await expect
      .poll(() => at('verdict-changes').innerText(), within)
      .toMatch(/first half alone would be likely fake[\s\S]*second half/);
    await desk.screenshot('people-changes');
  });

  it('compares the faces of two people, upright and of one size', async () => {
    await goToFrame(40);
    await desk.page.keyboard.press('v');
    await at('compare').waitFor();
    await desk.page.keyboard.press('5');
    await at('person-b').selectOption('2');
    const placed = (side: string) => at(`compared-face-${side}`).getAttribute('data-frame-index');
    await expect.poll(() => Promise.all(['a', 'b'].map(placed)), within).toEqual(['30', '30']);
    expect(await at('measured-b').innerText()).toMatch(/Face 97 px[\s\S]*score 0\.10/);
    // Keys belong to the list of people until something else is chosen.
    await at('face-stage-b').click();
    await desk.page.keyboard.press('ArrowLeft');
    await expect.poll(() => Promise.all(['a', 'b'].map(placed)), within).toEqual(['30', '20']);
    await desk.screenshot('compare-faces');
    expect(await seriousFindings(desk.page)).toEqual([]);
    await desk.page.keyboard.press('1');
    await desk.page.keyboard.press('Escape');
    await at('people').waitFor(within);
  });

  it('shows the machine’s own on request', async () => {
    await at('machine-only').check();
    await expect.poll(tracks, within).toEqual([1, 2, 3, 4]);
    expect(await at('corrected').count()).toBe(0);
    await desk.screenshot('people-machine');
    await at('machine-only').uncheck();
    await expect.poll(tracks, within).toEqual([1, 2, 3, 5]);
  });

  it('undoes one after the other, and does it again', async () => {
    await undo();
    await expect.poll(() => track(5).innerText(), within).not.toContain('Anna');
    await undo();
    await expect.poll(tracks, within).toEqual([1, 2, 3]);
    await desk.page.keyboard.press('Control+Shift+z');
    await expect.poll(tracks, within).toEqual([1, 2, 3, 5]);
    await at('take-back').first().click();
    await expect.poll(tracks, within).toContain(4);
    await undo();
    await expect.poll(tracks, within).toEqual([1, 2, 3, 5]);
  });

  it('says of a conclusion that its person was corrected since', async () => {
    await at('conclusion-person').selectOption('1');
    await at('opinion').selectOption('fake-weakly');
    await at('conclusion-stored').waitFor(within);
    expect(await at('outdated').count()).toBe(0);
    await at('take-back').first().click();
    await at('outdated').waitFor(within);
    expect(await at('outdated').innerText()).toContain('corrected after this conclusion');
    await undo();
    await at('outdated').waitFor({ ...within, state: 'detached' });
  });

  it('shows the corrected result in the list, with the machine’s beside it', async () => {
    await desk.page.keyboard.press('Escape');
    await expect
      .poll(() => at('row-corrected').innerText(), within)
      .toMatch(/corrected; machine:\s*likely fake 0\.90/i);
    await desk.screenshot('people-list');
    expect(await seriousFindings(desk.page)).toEqual([]);
  });

  it('lets a second examiner correct tracks blind, and shows neither scores nor what the first corrected', async () => {
    await at('case-details').click();
    await at('examiner').fill('B. Jones');
    await at('blind-first').setChecked(true);
    await at('store-details').click();
    await expect.poll(() => at('verdict-badge').count(), within).toBe(0);
    await at('video-row').first().click();
    await at('impression').waitFor(within);
    await expect.poll(tracks, within).toEqual([1, 2, 3, 4]);
    await choose(3);
    await at('mark-no-face').click();
    await expect.poll(() => at('correction').count(), within).toBe(1);
    const told = await at('people').innerText();
    // A time has a colon before its seconds.
    expect(told).not.toMatch(/likely|inconclusive|A\. Smith|(?<![:\d])0\.\d/i);
    await desk.screenshot('people-blind');
  });

  it('did all that without breaking the page’s content policy', () => {
    expect(desk.pageErrors).toEqual([]);
  });
});
