/** Lets one step work while the next step still uses its last result, with bounded memory. */
import type { Frame } from '../media/frame.ts';

/**
 * Runs `source` up to `depth` items ahead of its consumer, so decoding, detection and embedding overlap. An error of
 * the source arrives after the items before it. When the consumer stops, the source is closed.
 */
export async function* ahead<T>(source: AsyncIterable<T>, depth = 1): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const pending: Promise<IteratorResult<T>>[] = [];
  const request = () => {
    const next = iterator.next();
    // It is awaited below. Until then a rejection must not count as unhandled.
    next.catch(() => undefined);
    pending.push(next);
  };
  try {
    for (let i = 0; i < depth; i += 1) request();
    for (;;) {
      const result = await pending.shift()!;
      if (result.done) return;
      request();
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}

const MAX_BATCH_BYTES = 16 * 2 ** 20;

/** Consecutive frames of one size, at most `maxFrames` and 16 MiB of pixels together (but at least one). */
export async function* inBatches(frames: AsyncIterable<Frame>, maxFrames: number): AsyncGenerator<Frame[]> {
  let batch: Frame[] = [];
  for await (const frame of frames) {
    const first = batch[0];
    const full = batch.length >= maxFrames || (batch.length + 1) * frame.rgb.length > MAX_BATCH_BYTES;
    if (first && (full || frame.width !== first.width || frame.height !== first.height)) {
      yield batch;
      batch = [];
    }
    batch.push(frame);
  }
  if (batch.length > 0) yield batch;
}
