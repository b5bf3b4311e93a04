/** Frames to described faces, in order. Several batches are processed at once while ffmpeg decodes the next ones. */
import type { DescribedFrame, DescribeParameters, FaceDescriber } from './describe-faces.ts';
import type { Frame } from '../media/frame.ts';
import { ahead, inBatches } from './read-batches.ts';

/** A small number, so a default sample of 32 frames keeps eight cores busy. */
const BATCH_FRAMES = 4;

/** One item per frame, in order. The pixels of a frame can be freed when its item was used. */
export async function* observeFaces(
  frames: AsyncIterable<Frame>,
  parameters: DescribeParameters,
  describer: FaceDescriber,
  signal: AbortSignal,
): AsyncGenerator<DescribedFrame> {
  const started = start(inBatches(frames, BATCH_FRAMES), (batch) =>
    describer.describe(batch, parameters, signal),
  );
  for await (const { described } of ahead(started, describer.parallel)) yield* await described;
}

/** Wrapped, because a generator would wait for a promise that it yields. */
async function* start<T>(batches: AsyncIterable<Frame[]>, describe: (batch: Frame[]) => Promise<T>) {
  for await (const batch of batches) {
    const described = describe(batch);
    // It is awaited later. Until then a rejection must not count as unhandled.
    described.catch(() => undefined);
    yield { described };
  }
}
