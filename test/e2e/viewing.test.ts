import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDecoder } from '../support/decoder.ts';
import { seriousFindings } from './support/accessibility.ts';
import { startWorkstation, type Workstation } from './support/workstation.ts';

/** A machine that is busy with other work takes seconds for a frame. */
const within = { timeout: 20_000 };

/** Looking at evidence that nobody has analysed; each test goes on from the one before. */
describe('viewing a video', () => {
  let desk: Workstation;
  const part = (testid: string) => desk.page.getByTestId(testid);
  const shownFrame = async () => Number(await part('review-frame').getAttribute('data-frame-index'));
  const goTo = async (place: string) => {
    await desk.page.keyboard.press('g');
    await part('go-to').fill(place);
    await desk.page.keyboard.press('Enter');
  };

  beforeAll(async () => {
    desk = await startWorkstation();
    const { ffmpeg } = await testDecoder();
    const make = (name: string, ...args: string[]) => {
      execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', ...args, join(desk.folder, name)]);
      return join(desk.folder, name);
    };
    // The frames 80 to 89 are one picture.
    const source = 'testsrc2=size=640x360:rate=25:duration=4';
    const frozen = ['-vf', 'select=not(between(n\\,81\\,89)),fps=25:round=near', '-qp', '0'];
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4'];
    const video = make('clip.mp4', source, ...tone, ...frozen, '-c:v', 'libx264', '-g', '50');
    const picture = make('picture.png', 'testsrc2=size=320x240', '-frames:v', '1');
    await desk.chooseToSave(join(desk.folder, 'viewing.exhibit'));
    await part('new-case').click();
    await part('empty-case').waitFor();
    const hour = make(
      'hour.mp4',
      'testsrc2=size=64x48:rate=10:duration=3600',
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '250'],
    );
    await desk.addEvidence(video, picture, hour);
    await desk.page.reload();
    await part('video-row').first().waitFor();
  });
  afterAll(() => desk.close());

  it('opens it before it is analysed, with the facts of the frame', async () => {
    await desk.page.locator('[data-testid=video-row]', { hasText: 'clip.mp4' }).click();
    await part('review-frame').waitFor();
    await part('review-analyse').waitFor();
    const facts = await part('frame-facts').innerText();
    expect(facts).toMatch(/PTS\s*0 × 1\/12800 s/);
    expect(facts).toMatch(/I, key frame/);
    expect(facts).toMatch(/[0-9a-f]{64}/);
    expect(await part('face-box').count()).toBe(0);
    await desk.screenshot('viewing');
  });

  it('steps by single frames, and to any of them', async () => {
    await desk.page.keyboard.press('ArrowRight');
    await desk.page.keyboard.press('.');
    await expect.poll(shownFrame, within).toBe(2);
    await desk.page.keyboard.press('End');
    await expect.poll(shownFrame, within).toBe(99);
    await desk.page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(shownFrame, within).toBe(98);
    await goTo('0:02.01');
    await expect.poll(shownFrame, within).toBe(50);
  });

  it('has a timeline before it is analysed, on which a click goes to the frame under it', async () => {
    const { x, y, width } = (await part('timeline').boundingBox())!;
    await desk.page.mouse.click(x + width * 0.75, y + 25);
    await expect.poll(shownFrame, within).toBeGreaterThan(60);
    expect(await shownFrame()).toBeLessThan(90);
    await desk.page.keyboard.press('Home');
    await expect.poll(shownFrame, within).toBe(0);
    await goTo('50');
    await expect.poll(shownFrame, within).toBe(50);
  });

  it('shows the frame under the pointer in small, by its own number, and a click goes to that frame', async () => {
    const { x, y, width } = (await part('timeline').boundingBox())!;
    const before = await shownFrame();
    await desk.page.mouse.move(x + width * 0.3, y + 25);
    await desk.page.mouse.move(x + width * 0.31, y + 25);
    const preview = part('preview');
    await expect.poll(() => preview.innerText(), within).toMatch(/^frame \d+ · 0:0\d\.\d+$/);
    const previewed = Number(await preview.getAttribute('data-frame-index'));
    expect(await preview.innerText()).toContain(`frame ${previewed} ·`);
    expect(await shownFrame()).toBe(before);
    await desk.screenshot('viewing-preview');
    await desk.page.mouse.click(x + width * 0.31, y + 25);
    await expect.poll(shownFrame, within).toBe(previewed);
    await desk.page.mouse.move(x + width * 0.31, y - 200);
    expect(await preview.count()).toBe(0);
    await goTo('50');
    await expect.poll(shownFrame, within).toBe(50);
  });

  it('lists all frames, and goes to one of them', async () => {
    await desk.page.keyboard.press('t');
    const row = (frame: number) => desk.page.locator(`[data-testid=frame-row][data-frame-index="${frame}"]`);
    await row(50).waitFor();
    expect(await row(50).innerText()).toMatch(/0:02\.000\s+25600\s+40\s+key/);
    await desk.screenshot('viewing-frames');
    await row(52).click();
    await desk.page.keyboard.press('Escape');
    await expect.poll(shownFrame, within).toBe(52);
    // A key that comes before it has closed goes to the table.
    await expect.poll(() => part('frame-table').count(), within).toBe(0);
  });

  it('finds a picture that froze by its pixels, in the table and on the timeline', async () => {
    await desk.page.keyboard.press('t');
    await part('find-repeats').click();
    await expect
      .poll(() => part('frame-counts').innerText(), within)
      .toMatch(/^100 frames, 9 frozen frames$/);
    await part('odd-frames').click();
    expect(await part('frame-row').count()).toBe(9);
    expect(await part('frame-row').first().innerText()).toMatch(/^81[\s\S]*frozen/);
    await part('sort-packet').click();
    await desk.screenshot('viewing-frozen');
    expect(await seriousFindings(desk.page)).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('[data-oddity=frozen]').waitFor();
  });

  it('has a filmstrip once the examiner rests, which one key takes away', async () => {
    await expect.poll(() => part('strip-picture').count(), within).toBeGreaterThan(5);
    await desk.screenshot('viewing-filmstrip');
    await desk.page.keyboard.press('f');
    await expect.poll(() => part('filmstrip').count(), within).toBe(0);
    await desk.page.keyboard.press('f');
    await part('filmstrip').waitFor();
  });

  it('plays it to its end and counts what it left out', async () => {
    await desk.page.keyboard.press('Home');
    await expect.poll(shownFrame, within).toBe(0);
    await watchSound(desk);
    expect(await part('sound').getAttribute('aria-pressed')).toBe('false');
    await desk.page.keyboard.press('h');
    await part('speed').click();
    expect(await part('sound-state').innerText()).toBe('silent at 2×: sound plays forwards at 1×');
    for (let left = 0; left < 4; left += 1) await part('speed').click();
    await desk.page.keyboard.press('Space');
    await expect.poll(() => soundStarts(desk), within).toBeGreaterThan(0);
    expect(await part('sound-state').innerText()).toBe('');
    await expect.poll(shownFrame, { timeout: 60_000 }).toBe(99);
    // A pause computes the hash that there was no time for.
    await expect.poll(() => part('frame-facts').innerText(), within).toMatch(/[0-9a-f]{64}/);
  });

  it('plays a marked segment over and over', async () => {
    await desk.page.keyboard.press('r');
    await part('notice').filter({ hasText: 'No marked segment is here' }).waitFor();
    const opening = await desk.opening();
    const store = (change: unknown) => desk.invoke('notebook:store', { opening, change });
    await store({ kind: 'examiner', content: { name: 'A. Smith' } });
    const [from, to] = [40, 60].map((frameIndex) => ({ frameIndex, ptsMs: frameIndex * 40 }));
    const place = { kind: 'segment', from, to };
    const content = { place, region: null, tags: [], text: 'Blink' };
    await store({ kind: 'note', evidenceId: 1, subject: null, content });
    await desk.page.reload();
    await desk.page.locator('[data-testid=video-row]', { hasText: 'clip.mp4' }).click();
    await part('review-frame').waitFor();
    await goTo('50');
    await expect.poll(shownFrame, within).toBe(50);
    await desk.page.keyboard.press('r');
    const seen: number[] = [];
    const rounds = () => seen.filter((frame, at) => frame < (seen[at - 1] ?? 0)).length;
    await expect
      .poll(
        async () => {
          seen.push(await shownFrame());
          return rounds();
        },
        { timeout: 60_000, interval: 40 },
      )
      .toBeGreaterThan(1);
    expect([Math.min(...seen) >= 40, Math.max(...seen) <= 60]).toEqual([true, true]);
    await desk.screenshot('viewing-loop');
    await desk.page.keyboard.press('r');
    expect(await part('loop').innerText()).toBe('Loop');
    await expect.poll(shownFrame, { timeout: 60_000 }).toBe(99);
  });

  it('shows single pixels with their values, and says when it is brightened', async () => {
    const stage = (await part('review-stage').boundingBox())!;
    await desk.page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2);
    for (let turn = 0; turn < 12; turn += 1) await desk.page.mouse.wheel(0, -300);
    await expect.poll(() => part('pixel-values').innerText(), within).toMatch(/RGB \d+ \d+ \d+ · YUV .*64×/s);
    await part('toggle-adjust').click();
    await part('adjust-brightness').fill('30');
    expect(await part('adjusted').innerText()).toBe('Brightness +30, for viewing only');
    await desk.screenshot('viewing-pixels');
    await desk.page.keyboard.press('0');
  });

  it('copies what names the frame with one key', async () => {
    await desk.page.keyboard.press('c');
    const copied = await desk.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toMatch(/^clip\.mp4, frame 99, PTS 50688 × 1\/12800 s, 0:03\.960, SHA-256 [0-9a-f]{64}$/);
  });

  it('gives a picture no time line', async () => {
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('[data-testid=video-row]', { hasText: 'picture.png' }).click();
    await expect.poll(() => part('frame-facts').innerText(), within).toMatch(/320 × 240/);
    expect(await part('timeline').count()).toBe(0);
    await desk.screenshot('viewing-picture');
  });

  it('opens an hour, goes to its end, steps back and plays there', async () => {
    const arriveAt = (frame: number) => expect.poll(shownFrame, { timeout: 60_000 }).toBe(frame);
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('[data-testid=video-row]', { hasText: 'hour.mp4' }).click();
    await expect.poll(() => part('frame-facts').innerText(), { timeout: 60_000 }).toMatch(/64 × 48/);
    expect([await part('sound').innerText(), await part('sound').isDisabled()]).toEqual(['No sound', true]);
    await desk.page.keyboard.press('End');
    await arriveAt(35_999);
    for (let frame = 35_998; frame >= 35_970; frame -= 1) {
      await desk.page.keyboard.press('Shift+ArrowLeft');
      await arriveAt(frame);
    }
    await desk.screenshot('viewing-hour');
    await desk.page.keyboard.press('Space');
    await arriveAt(35_999);
    // Its index is kept for the next time.
    const kept = await readdir(join(desk.folder, 'config', 'exhibit', 'frame-indexes'));
    expect(kept.length).toBeGreaterThan(1);
  });

  it('did all that without breaking the page’s content policy', () => {
    expect(desk.pageErrors).toEqual([]);
  });
});

interface Heard {
  starts: number;
}

/** Counts the parts of sound that begin; the machine of a test need not have a loudspeaker. */
function watchSound({ page }: Workstation): Promise<void> {
  return page.evaluate(() => {
    const heard = Object.assign(globalThis as unknown as Heard, { starts: 0 });
    const { start } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function (...given) {
      heard.starts += 1;
      start.apply(this, given);
    };
  });
}

function soundStarts({ page }: Workstation): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as Heard).starts);
}
