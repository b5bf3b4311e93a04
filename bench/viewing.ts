/** How long an examiner waits for a frame: opening, seeking and stepping, and what memory that takes. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { FfmpegTools } from '../src-main/engine/media/ffmpeg.ts';
import { createRandom } from '../src-main/engine/support/random.ts';
import { createViewer, type Viewer } from '../src-main/engine/viewing/viewer.ts';
import { timeMs, type Figure } from './figure.ts';
import { keyedClip, openToolbox } from './material.ts';

const SECONDS = 24;
const FRAMES = SECONDS * 25;
const STEPS = 200;
const SEEKS = 30;
/** A held key repeats about this often. */
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
      const name = `1080p, a key frame every ${keyEvery} frames`;
      const opening = await openings(path, tools);
      const memory = watchMemory();
      await show(0);
      const seeks = await seekTimes(show);
      const forward = await stepTimes(show, 300, 1);
      const backward = await stepTimes(show, 580, -1);
      const cached = await cachedTimes(show);
      figures.push(
        {
          name: `open to the first picture, median, ${name}`,
          value: median(opening),
          unit: 'ms',
          target: 'under 500',
        },
        { name: `seek anywhere, median, ${name}`, value: median(seeks), unit: 'ms', target: seekTarget },
        { name: `seek anywhere, 95th percentile, ${name}`, value: percentile95(seeks), unit: 'ms' },
        {
          name: `step on, 95th percentile, ${name}`,
          value: percentile95(forward),
          unit: 'ms',
          target: 'under 50',
        },
        {
          name: `step back, 95th percentile, ${name}`,
          value: percentile95(backward),
          unit: 'ms',
          target: 'under 50',
        },
        {
          name: `step to a kept frame, 95th percentile, ${name}`,
          value: percentile95(cached),
          unit: 'ms',
          target: 'under 16',
        },
        {
          name: `memory of viewing, engine and ffmpeg, ${name}`,
          value: memory.peakBytes() / 1e6,
          unit: 'MB',
          target: 'under 400',
        },
      );
    }
    return figures;
  } finally {
    viewer.close();
    await toolbox.dispose();
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

/** As a held key steps, from a frame that has been looked at for a moment. */
async function stepTimes(show: Show, from: number, direction: 1 | -1): Promise<number[]> {
  await show(from);
  await pause(1000);
  const times: number[] = [];
  for (let step = 1; step <= STEPS; step += 1) {
    const took = await timeMs(() => show(from + step * direction));
    times.push(took);
    await pause(Math.max(0, HELD_KEY_MS - took));
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

/** Growth of this process and the resident memory of its ffmpeg, at its highest; on Linux alone. */
function watchMemory(): { peakBytes(): number } {
  const before = process.memoryUsage.rss();
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss() - before + childrenBytes());
  };
  const timer = setInterval(look, 50);
  timer.unref();
  return {
    peakBytes() {
      clearInterval(timer);
      return peak;
    },
  };
}

function childrenBytes(): number {
  if (process.platform !== 'linux') return 0;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((bytes, pid) => bytes + residentBytes(pid), 0);
}

function residentBytes(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    if (Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) !== process.pid) return 0;
    return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  } catch {
    // It ended while the list was read.
    return 0;
  }
}
