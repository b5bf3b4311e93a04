/**
 * Entry of a thread that describes faces: opens its networks, says so, then answers one batch at a time. A thread that
 * is ended from outside while ONNX Runtime computes takes the process with it, so it is asked to stop: it leaves the
 * batch after the network that is running, frees its sessions and ends by itself.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { reportOf, type ErrorReport } from '../../shared/errors.ts';
import {
  openDescriber,
  type DescribedFrame,
  type DescriberModels,
  type DescribeParameters,
} from './describe-faces.ts';
import type { SessionSettings } from '../inference/onnx-session.ts';
import type { Frame } from '../media/frame.ts';

export interface WorkerStart {
  models: DescriberModels;
  settings: SessionSettings;
}

export interface WorkerBatch {
  frames: readonly Frame[];
  parameters: DescribeParameters;
}

/** `stop` ends the thread. */
export type WorkerRequest = WorkerBatch | 'stop';

/** The first answer, without frames, says whether the networks opened. */
export type WorkerAnswer = { ok: true; frames: DescribedFrame[] } | { ok: false; error: ErrorReport };

const port = parentPort!;
const { models, settings } = workerData as WorkerStart;

const stop = new AbortController();

try {
  const describer = await openDescriber(models, settings);
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (request: WorkerRequest) => {
    if (request === 'stop') {
      stop.abort();
      void last.then(() => describer.dispose()).finally(() => port.close());
      return;
    }
    last = describer
      .describe(request.frames, request.parameters, stop.signal)
      .then(
        (described) =>
          port.postMessage({ ok: true, frames: described } satisfies WorkerAnswer, pixelsOf(described)),
        fail,
      );
  });
  port.postMessage({ ok: true, frames: [] } satisfies WorkerAnswer);
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  port.postMessage({ ok: false, error: reportOf(error) } satisfies WorkerAnswer);
}

/** Buffers that are transferred back, not copied. */
function pixelsOf(described: readonly DescribedFrame[]): ArrayBuffer[] {
  return described.flatMap(({ frame, faces }) => [
    frame.rgb.buffer as ArrayBuffer,
    ...faces.map(({ picture }) => picture.buffer as ArrayBuffer),
  ]);
}
