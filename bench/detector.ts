/** MTCNN at the parameters of its published peers: smallest face 20 px on the full frame, every stage timed. */
import { createMtcnn } from '../src-main/engine/faces/mtcnn/mtcnn.ts';
import type { Timings } from '../src-main/engine/faces/mtcnn/timings.ts';
import { loadModel } from '../src-main/engine/inference/manifest.ts';
import { openSession } from '../src-main/engine/inference/onnx-session.ts';
import { modelsFolder, photographAs } from './material.ts';
import { medianMs, type Figure } from './figure.ts';

/** facenet-pytorch's MTCNN on an idle two-core machine of this kind (PyTorch 2.13). */
const sizes = [
  { name: '1080p', width: 1920, height: 1080, peerMs: 469 },
  { name: '540p', width: 960, height: 540, peerMs: 228 },
];
const RUNS = 9;

export async function benchDetector(): Promise<Figure[]> {
  const open = async (name: string) =>
    openSession((await loadModel(modelsFolder, name)).bytes, { provider: 'cpu', threads: 0 });
  const sessions = {
    pnet: await open('mtcnn-pnet'),
    rnet: await open('mtcnn-rnet'),
    onet: await open('mtcnn-onet'),
  };
  const figures: Figure[] = [];
  for (const { name, width, height, peerMs } of sizes) {
    const frame = await photographAs(width, height);
    const timings: Timings = {};
    const detector = createMtcnn(sessions, { minFacePx: 20, detectSizePx: null, timings });
    const ms = await medianMs(RUNS, () => detector.detect([frame]));
    figures.push({ name: `MTCNN ${name}`, value: ms, unit: 'ms a frame' });
    for (const [stage, total] of Object.entries(timings)) {
      figures.push({ name: `MTCNN ${name}: ${stage}`, value: total / (RUNS + 1), unit: 'ms a frame' });
    }
    figures.push({
      name: `MTCNN ${name}: facenet-pytorch's ${peerMs} ms over ours`,
      value: peerMs / ms,
      unit: 'times',
      target: 'at least 4, idle machine',
    });
  }
  return figures;
}
