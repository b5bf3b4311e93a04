/**
 * MTCNN at the parameters of its published peers: smallest face 20 px on the full frame. Every stage is timed on
 * one thread; the figure to compare is that of a thread a core, as an analysis runs it.
 */
import { availableParallelism } from 'node:os';
import type { Timings } from '../src-main/engine/faces/mtcnn/timings.ts';
import { openMtcnn, photographAs } from './material.ts';
import { medianMs, timeMs, type Figure } from './figure.ts';
import { openStepThreads, shared } from './step-threads.ts';

/** facenet-pytorch's MTCNN on an idle two-core machine of this kind (PyTorch 2.13), both cores used. */
const sizes = [
  { name: '1080p', width: 1920, height: 1080, peerMs: 469 },
  { name: '540p', width: 960, height: 540, peerMs: 228 },
];
const RUNS = 9;
const settings = { minFacePx: 20, detectSizePx: null };

export async function benchDetector(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const threads = await openStepThreads(settings);
  for (const { name, width, height, peerMs } of sizes) {
    const frame = await photographAs(width, height);
    const timings: Timings = {};
    const detector = await openMtcnn({ ...settings, timings });
    const oneMs = await medianMs(RUNS, () => detector.detect([frame]));
    await detector.dispose();
    figures.push({ name: `MTCNN ${name}, one thread`, value: oneMs, unit: 'ms a frame' });
    for (const [stage, total] of Object.entries(timings)) {
      figures.push({ name: `MTCNN ${name}: ${stage}`, value: total / (RUNS + 1), unit: 'ms a frame' });
    }
    const frames = Array.from({ length: RUNS * availableParallelism() }, () => shared(frame));
    await threads.detect(frames.slice(0, availableParallelism()));
    const ms = (await timeMs(() => threads.detect(frames))) / frames.length;
    figures.push(
      { name: `MTCNN ${name}, a thread a core`, value: ms, unit: 'ms a frame' },
      {
        name: `MTCNN ${name}: facenet-pytorch's ${peerMs} ms over ours`,
        value: peerMs / ms,
        unit: 'times',
        target: 'at least 4, idle machine',
      },
    );
  }
  await threads.end();
  return figures;
}
