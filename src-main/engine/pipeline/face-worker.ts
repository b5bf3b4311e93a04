/** Entry of a thread that describes faces. It opens its networks, reports that, then answers one batch at a time. */
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

export interface WorkerRequest {
  frames: readonly Frame[];
  parameters: DescribeParameters;
}

/** The first answer, without frames, says whether the networks opened. */
export type WorkerAnswer = { ok: true; frames: DescribedFrame[] } | { ok: false; error: ErrorReport };

const port = parentPort!;
const { models, settings } = workerData as WorkerStart;

try {
  const describer = await openDescriber(models, settings);
  port.on('message', ({ frames, parameters }: WorkerRequest) => {
    describer
      .describe(frames, parameters)
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
