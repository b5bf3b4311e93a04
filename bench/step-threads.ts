/** Detection alone and embedding alone on a thread a core, for comparison with a whole scan. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FaceInFrame } from '../src-main/engine/embedding/embedder.ts';
import type { FaceDetection } from '../src-main/engine/faces/face-detector.ts';
import type { MtcnnSettings } from '../src-main/engine/faces/mtcnn/mtcnn.ts';
import type { Frame } from '../src-main/engine/media/frame.ts';
import type { StepRequest } from './step-worker.ts';

/** The embedder's own batch. */
const FACES = 8;

export async function openStepThreads(settings: MtcnnSettings) {
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(join(import.meta.dirname, 'step-worker.ts'), { workerData: settings }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));

  async function spread<T>(requests: readonly StepRequest[]): Promise<T[]> {
    const results: T[] = [];
    let next = 0;
    await Promise.all(
      workers.map(async (worker) => {
        while (next < requests.length) {
          const place = next++;
          worker.postMessage(requests[place]);
          results[place] = ((await once(worker, 'message')) as [T])[0];
        }
      }),
    );
    return results;
  }

  return {
    /** @param frames in shared memory */
    async detect(frames: readonly Frame[]): Promise<FaceDetection[][]> {
      return (await spread<FaceDetection[][]>(frames.map((frame) => ({ frame })))).flat();
    },
    async embed(faces: readonly FaceInFrame[]): Promise<void> {
      const batches: StepRequest[] = [];
      for (let at = 0; at < faces.length; at += FACES) batches.push({ faces: faces.slice(at, at + FACES) });
      await spread(batches);
    },
    async end(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** The frame with its pixels where every thread can read them. */
export function shared(frame: Frame): Frame {
  const rgb = new Uint8Array(new SharedArrayBuffer(frame.rgb.length));
  rgb.set(frame.rgb);
  return { ...frame, rgb };
}
