/** Whether decoding, detection and embedding hide behind the slowest of them. */
import type { Frame } from '../src-main/engine/media/frame.ts';
import { decode } from '../src-main/engine/media/decode.ts';
import { frameTimesMs, indexFrames } from '../src-main/engine/media/frame-index.ts';
import { probe } from '../src-main/engine/media/probe.ts';
import { sampleFrames } from '../src-main/engine/media/sampling.ts';
import { observeFaces } from '../src-main/engine/observe-faces.ts';
import { defaultParameters } from '../src-main/shared/default-parameters.ts';
import { clip, openToolbox, type Scene } from './material.ts';
import { timeMs, type Figure } from './figure.ts';

const BATCH = 8;

export async function benchOverlap(): Promise<Figure[]> {
  return [...(await scan('one face')), ...(await scan('five faces'))];
}

async function scan(scene: Scene): Promise<Figure[]> {
  const path = await clip(60, scene);
  const toolbox = openToolbox();
  const tools = await toolbox.faceTools();
  const { signal } = new AbortController();
  const media = await probe(path, tools.ffmpeg);
  const index = await indexFrames(path, media, tools.ffmpeg);
  const wanted = sampleFrames({ kind: 'spread', count: 96 }, frameTimesMs(index));
  const frames = () => decode({ path, media, index, wanted, tools: tools.ffmpeg, signal });
  const detector = tools.detector(defaultParameters);

  const decoded: Frame[] = [];
  const decodeMs = await timeMs(async () => {
    for await (const frame of frames()) decoded.push(frame);
  });
  const faces: {
    frame: Frame;
    landmarks: Parameters<typeof tools.embedder.embed>[0][number]['landmarks'];
  }[] = [];
  const detectMs = await timeMs(async () => {
    for (let start = 0; start < decoded.length; start += BATCH) {
      const batch = decoded.slice(start, start + BATCH);
      const found = await detector.detect(batch);
      for (const [i, frame] of batch.entries()) {
        for (const { landmarks } of found[i]!) faces.push({ frame, landmarks });
      }
    }
  });
  const embedMs = await timeMs(() => tools.embedder.embed(faces));
  const scanMs = await timeMs(async () => {
    for await (const observed of observeFaces(frames(), { ...tools, detector }, signal)) void observed;
  });
  await toolbox.dispose();
  const slowest = Math.max(decodeMs, detectMs, embedMs);
  const name = `scan, ${scene}`;
  return [
    { name: `${name}: decode 96 frames of a 1080p minute`, value: decodeMs, unit: 'ms' },
    { name: `${name}: detect alone`, value: detectMs, unit: 'ms' },
    { name: `${name}: embed alone (${faces.length} faces)`, value: embedMs, unit: 'ms' },
    { name: `${name}: all overlapped, with quality and pictures`, value: scanMs, unit: 'ms' },
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
  ];
}
