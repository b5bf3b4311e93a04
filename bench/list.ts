/**
 * `xvfb-run -a node bench/list.ts [files]`: how long the real window takes to add a folder of files to a case and to
 * show their list, and for how long its page stood still meanwhile. The files begin like films and are not analysed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { startWorkstation, type Workstation } from '../test/e2e/support/workstation.ts';
import { timeMs } from './figure.ts';

const files = Number(process.argv[2] ?? 20_000);
const desk = await startWorkstation();
const part = (testid: string) => desk.page.getByTestId(testid);
const patient = { timeout: 600_000 };

try {
  await writeFiles(join(desk.folder, 'evidence'));
  await desk.chooseToSave(join(desk.folder, 'list.exhibit'));
  await part('new-case').click();
  await part('empty-case').waitFor(patient);
  await desk.chooseToOpen(join(desk.folder, 'evidence'));
  await figure('add a folder', async () => {
    await part('add-folder').click();
    await part('video-row').first().waitFor(patient);
  });
  await figure('compare files of equal size, check the log', () =>
    part('stop').waitFor({ ...patient, state: 'detached' }),
  );
  await figure('leave the list', async () => {
    await part('tab-start').click();
    await part('new-case').waitFor(patient);
  });
  await figure('show the list', async () => {
    await part('tab-case').click();
    await part('video-row').first().waitFor(patient);
  });
  await figure('sort by name', async () => {
    await desk.page.getByRole('button', { name: /^Sort by video/ }).click();
    await settled();
  });
  await figure('search for one', async () => {
    await part('search').fill(`${files - 1}.mp4`);
    await part('filtered').waitFor(patient);
  });
  await figure('clear the search', async () => {
    await part('search').fill('');
    await settled();
  });
  await figure('select all', async () => {
    await part('video-list').press('ControlOrMeta+a');
    await settled();
  });
  await part('close-case').click(patient);
  await part('new-case').waitFor(patient);
  await figure('open the case', async () => {
    await part('recent-cases').getByRole('button').first().click();
    await part('video-row').first().waitFor(patient);
  });
  console.log(JSON.stringify({ files, cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg() }));
} finally {
  await desk.close();
}

/** Each of another size, as films are: none has to be read whole to be compared. */
async function writeFiles(folder: string): Promise<void> {
  await mkdir(folder);
  for (let index = 0; index < files; index += 1) {
    await writeFile(join(folder, `clip ${index}.mp4`), `\0\0\0\x18ftypisom${'x'.repeat(index)}`);
  }
}

/** On a machine that is busy with other work, the seconds of the processor say more than those of the clock. */
async function figure(name: string, work: () => Promise<unknown>): Promise<void> {
  await watchStalls(desk);
  const before = await cpuSeconds(desk);
  const ms = await timeMs(work);
  const stall = await longestStall(desk);
  const after = await cpuSeconds(desk);
  const [engine, page] = after.map((seconds, place) => (seconds - before[place]!).toFixed(2));
  console.log(
    `${name.padEnd(42)} ${(ms / 1000).toFixed(2)} s; processor: engine ${engine} s, page ${page} s; ` +
      `page still for ${stall.toFixed(0)} ms at most`,
  );
}

/** Of the engine and of the page, since they were started. */
function cpuSeconds({ app }: Workstation): Promise<number[]> {
  return app.evaluate(({ app: electron }) => {
    const metrics = electron.getAppMetrics();
    const used = (is: (metric: Electron.ProcessMetric) => boolean) =>
      metrics.filter(is).reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0);
    return [used(({ name }) => name === 'Exhibit engine'), used(({ type }) => type === 'Tab')];
  });
}

/** The page has drawn what it had to. */
function settled(): Promise<unknown> {
  return desk.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

interface Watched {
  stall: number;
}

/** Between two turns of the page's loop; the time between pictures would be that of a hidden window. */
function watchStalls({ page }: Workstation): Promise<void> {
  return page.evaluate(() => {
    const watched = globalThis as unknown as Watched & { watching?: boolean };
    watched.stall = 0;
    if (watched.watching) return;
    watched.watching = true;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      watched.stall = Math.max(watched.stall, now - last - 20);
      last = now;
    }, 20);
  });
}

function longestStall({ page }: Workstation): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as Watched).stall);
}
