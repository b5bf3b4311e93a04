/**
 * Whether decoding, detection and embedding hide behind the slowest of them, and how much of the processor a scan
 * uses. Each step alone fills all cores, so on few cores a scan cannot be as short as the slowest step: once no
 * core idles, only less work would make it shorter.
 */
import { cpus } from 'node:os';
import { decode } from '../src-main/engine/media/decode.ts';
import { indexFrames } from '../src-main/engine/media/frame-index.ts';
import { probe } from '../src-main/engine/media/probe.ts';
import { sampleFrames } from '../src-main/engine/media/sampling.ts';
import type { Frame } from '../src-main/engine/media/frame.ts';
import { observeVideo } from '../src-main/engine/pipeline/observe-video.ts';
import { defaultParameters } from '../src-main/shared/default-parameters.ts';
import { clip, openToolbox, type Scene } from './material.ts';
import { timeMs, type Figure } from './figure.ts';
import { openStepThreads, shared } from './step-threads.ts';

const SAMPLED = 96;

export async function benchOverlap(): Promise<Figure[]> {
  return [...(await scan('one face')), ...(await scan('five faces'))];
}

async function scan(scene: Scene): Promise<Figure[]> {
  const path = await clip(60, scene);
  const toolbox = openToolbox();
  const tools = await toolbox.faceTools();
  const parameters = { ...defaultParameters, sampling: { kind: 'spread', count: SAMPLED } as const };
  const { signal } = new AbortController();
  const media = await probe(path, tools.ffmpeg);
  const index = await indexFrames(path, media, tools.ffmpeg);
  const wanted = sampleFrames(parameters.sampling, index.timesMs);
  const frames = () => decode({ path, media, index, wanted, tools: tools.ffmpeg, signal });
  const observe = () => observeVideo(path, parameters, tools, { signal, onProgress: () => undefined });

  const decoded: Frame[] = [];
  const decodeMs = await timeMs(async () => {
    for await (const frame of frames()) decoded.push(shared(frame));
  });
  const threads = await openStepThreads(defaultParameters);
  let faces: Parameters<typeof threads.embed>[0] = [];
  const detectMs = await timeMs(async () => {
    const found = await threads.detect(decoded);
    faces = found.flatMap((list, at) => list.map(({ landmarks }) => ({ frame: decoded[at]!, landmarks })));
  });
  const embedMs = await timeMs(() => threads.embed(faces));
  await threads.end();

  // The first one starts the threads.
  await observe();
  const before = processorMs();
  const scanMs = await timeMs(observe);
  const after = processorMs();
  await toolbox.dispose();
  const slowest = Math.max(decodeMs, detectMs, embedMs);
  const name = `scan, ${scene}`;
  return [
    { name: `${name}: decode ${SAMPLED} frames of a 1080p minute`, value: decodeMs, unit: 'ms' },
    { name: `${name}: detect alone`, value: detectMs, unit: 'ms' },
    { name: `${name}: embed alone (${faces.length} faces)`, value: embedMs, unit: 'ms' },
    { name: `${name}: all overlapped, with index, quality, pictures and tracks`, value: scanMs, unit: 'ms' },
    {
      name: `${name}: overlapped over the slowest`,
      value: scanMs / slowest,
      unit: 'times',
      target: 'at most 1.25',
    },
    {
      name: `${name}: overlapped over the sum`,
      value: scanMs / (decodeMs + detectMs + embedMs),
      unit: 'times',
    },
    {
      name: `${name}: processor in use meanwhile`,
      value: (100 * (after.busy - before.busy)) / (after.all - before.all),
      unit: '%',
    },
  ];
}

/** Of all cores and all that runs on this machine. */
function processorMs(): { busy: number; all: number } {
  const times = cpus().map((core) => core.times);
  const all = times.reduce((sum, core) => sum + Object.values(core).reduce((a, b) => a + b, 0), 0);
  return { busy: all - times.reduce((sum, core) => sum + core.idle, 0), all };
}
