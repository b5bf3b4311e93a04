/** How long an examiner waits for a frame: opening, seeking and stepping, and what memory that takes. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FfmpegTools } from '../src-main/engine/media/ffmpeg.ts';
import { createRandom } from '../src-main/engine/support/random.ts';
import { indexCache } from '../src-main/engine/viewing/index-cache.ts';
import { createViewer, type Viewer } from '../src-main/engine/viewing/viewer.ts';
import { timeMs, type Figure } from './figure.ts';
import { keyedClip, LONG_FRAMES, longClip, openToolbox } from './material.ts';

const SECONDS = 24;
const FRAMES = SECONDS * 25;
const STEPS = 150;
const SEEKS = 30;
/** Steps as quick as a finger makes them, and those of a held key. */
const FINGER_MS = 100;
const HELD_KEY_MS = 33;

export async function benchViewing(): Promise<Figure[]> {
  const toolbox = openToolbox();
  const tools = await toolbox.ffmpeg();
  const viewer = createViewer();
  try {
    const figures: Figure[] = [];
    for (const [keyEvery, seekTarget] of [
      [250, 'under 300'],
      [30, 'under 100'],
    ] as const) {
      const path = await keyedClip(SECONDS, keyEvery);
      const show = showOf(viewer, path, tools);
      const opening = await openings(path, tools);
      const memory = memoryFromHere();
      await show(0);
      const seeks = await seekTimes(show);
      const forward = await stepTimes(show, 300, 1, FINGER_MS);
      const backward = await stepTimes(show, 580, -1, FINGER_MS);
      const heldForward = await stepTimes(show, 300, 1, HELD_KEY_MS);
      const heldBackward = await stepTimes(show, 580, -1, HELD_KEY_MS);
      const cached = await cachedTimes(show);
      const mostBytes = await memory.mostDuring(async () => {
        await seekTimes(show);
        await stepTimes(show, 580, -1, FINGER_MS);
      });
      const figure = (what: string, value: number, target?: string): Figure => ({
        name: `${what}, 1080p, key frame every ${keyEvery}`,
        value,
        unit: 'ms',
        ...(target === undefined ? {} : { target }),
      });
      figures.push(
        figure('open to the first picture, median', median(opening), 'under 500'),
        figure('seek anywhere, median', median(seeks), seekTarget),
        figure('seek anywhere, 95th percentile', percentile95(seeks)),
        figure('10 steps/s on, 95th percentile', percentile95(forward), 'under 50'),
        figure('10 steps/s back, 95th percentile', percentile95(backward), 'under 50'),
        figure('held key on, 95th percentile', percentile95(heldForward)),
        figure('held key back, 95th percentile', percentile95(heldBackward)),
        figure('step to a kept frame, 95th percentile', percentile95(cached), 'under 16'),
        {
          ...figure('memory of engine and ffmpeg', mostBytes / 1e6, 'under 400'),
          unit: 'MB',
        },
      );
    }
    return [...figures, ...(await benchLongVideo(tools))];
  } finally {
    viewer.close();
    await toolbox.dispose();
  }
}

/** An hour of small pictures: what grows with the length, and not with the size. */
async function benchLongVideo(tools: FfmpegTools): Promise<Figure[]> {
  const path = longClip(tools);
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-bench-indexes-'));
  const openedNow = () => createViewer(indexCache(folder, 'bench'));
  const viewers = [openedNow(), openedNow()];
  try {
    const [first, second] = viewers.map((viewer) => showOf(viewer, path, tools)) as [Show, Show];
    const openFirst = await timeMs(() => first(0));
    // Until the file is hashed, its index is not kept.
    while (!(await readdir(folder)).some((name) => !name.endsWith('.draft'))) await pause(100);
    const openAgain = await timeMs(() => second(0));
    const seekEnd = await timeMs(() => second(LONG_FRAMES - 1));
    const back = await stepTimes(second, LONG_FRAMES - 1, -1, FINGER_MS);
    const figure = (what: string, value: number): Figure => ({
      name: `${what}, an hour of 160 × 90`,
      ...{ value, unit: 'ms' },
    });
    return [
      figure('open to the first picture', openFirst),
      { ...figure('open to the first picture again', openAgain), target: 'under 500' },
      figure('seek to the end', seekEnd),
      { ...figure('10 steps/s back, 95th percentile', percentile95(back)), target: 'under 50' },
    ];
  } finally {
    for (const viewer of viewers) viewer.close();
    await rm(folder, { recursive: true });
  }
}

type Show = (frameIndex: number) => Promise<unknown>;

function showOf(viewer: Viewer, path: string, tools: FfmpegTools): Show {
  const file = { path, sha256: null, stream: undefined };
  return (frameIndex) => viewer.frame(file, frameIndex, 'show', tools);
}

/** Each with a viewer that has seen nothing. */
async function openings(path: string, tools: FfmpegTools): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < 6; run += 1) {
    const viewer = createViewer();
    times.push(await timeMs(() => showOf(viewer, path, tools)(0)));
    viewer.close();
    await pause(200);
  }
  return times.slice(1);
}

async function seekTimes(show: Show): Promise<number[]> {
  const random = createRandom(3);
  const times: number[] = [];
  for (let seek = 0; seek < SEEKS; seek += 1) {
    const frameIndex = random.integer(FRAMES);
    times.push(await timeMs(() => show(frameIndex)));
    await pause(100);
  }
  return times;
}

/** From a frame that has been looked at for a moment; the next step comes at its time, or when this frame is there. */
async function stepTimes(show: Show, from: number, direction: 1 | -1, everyMs: number): Promise<number[]> {
  await show(from);
  await pause(1000);
  const times: number[] = [];
  for (let step = 1; step <= STEPS; step += 1) {
    const took = await timeMs(() => show(from + step * direction));
    times.push(took);
    await pause(Math.max(0, everyMs - took));
  }
  return times;
}

/** To and fro between frames that were shown a moment ago. */
async function cachedTimes(show: Show): Promise<number[]> {
  const times: number[] = [];
  for (const frameIndex of [500, 501, 502, 503]) await show(frameIndex);
  await pause(1000);
  for (let step = 0; step < 60; step += 1) times.push(await timeMs(() => show(500 + (step % 4))));
  return times;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]) => sorted(values)[values.length >> 1] ?? 0;
const percentile95 = (values: readonly number[]) => sorted(values)[Math.ceil(values.length * 0.95) - 1] ?? 0;

/**
 * Growth of this process and the memory of its ffmpeg, where shared libraries count once; at its highest, on Linux alone.
 * To look costs the engine 3 ms and stops ffmpeg meanwhile, so that nothing is timed then.
 */
function memoryFromHere(): { mostDuring(use: () => Promise<void>): Promise<number> } {
  const before = process.memoryUsage.rss();
  return {
    async mostDuring(use) {
      let most = 0;
      const timer = setInterval(() => {
        most = Math.max(most, process.memoryUsage.rss() - before + childrenBytes());
      }, 50);
      await use();
      clearInterval(timer);
      return most;
    },
  };
}

/** In its sandbox ffmpeg is a child of a child. */
function childrenBytes(parent = process.pid): number {
  if (process.platform !== 'linux') return 0;
  try {
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
      .split(' ')
      .filter(Boolean);
    return children.reduce((bytes, pid) => bytes + ownBytes(pid) + childrenBytes(Number(pid)), 0);
  } catch {
    // It ended meanwhile.
    return 0;
  }
}

function ownBytes(pid: string): number {
  const memory = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return 1024 * Number(/^Pss:\s+(\d+) kB$/m.exec(memory)?.[1] ?? 0);
}
