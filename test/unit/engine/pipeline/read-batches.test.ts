import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../src-main/engine/media/frame.ts';
import { ahead, inBatches } from '../../../../src-main/engine/pipeline/read-batches.ts';

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

async function* framesOf(sizes: readonly [number, number][]): AsyncGenerator<Frame> {
  for (const [frameIndex, [width, height]] of sizes.entries()) {
    yield {
      frameIndex,
      pts: frameIndex,
      ptsMs: frameIndex,
      width,
      height,
      rgb: new Uint8Array(width * height * 3),
    };
  }
}

describe('ahead', () => {
  it('keeps the order and loses nothing', async () => {
    async function* count() {
      for (let i = 0; i < 10; i += 1) yield i;
    }
    expect(await collect(ahead(count(), 3))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is never more than its depth ahead of the consumer', async () => {
    let produced = 0;
    async function* count() {
      for (let i = 0; i < 20; i += 1) {
        produced += 1;
        yield i;
      }
    }
    let consumed = 0;
    for await (const item of ahead(count(), 2)) {
      expect(item).toBe(consumed);
      consumed += 1;
      await new Promise((resolve) => setImmediate(resolve));
      expect(produced - consumed).toBeLessThanOrEqual(2);
    }
  });

  it('hands an error on after the items before it', async () => {
    async function* broken() {
      yield 1;
      throw new Error('decoder died');
    }
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const item of ahead(broken(), 2)) seen.push(item);
      })(),
    ).rejects.toThrow('decoder died');
    expect(seen).toEqual([1]);
  });

  it('closes its source when the consumer leaves early', async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        closed = true;
      }
    }
    for await (const item of ahead(endless())) if (item === 1) break;
    expect(closed).toBe(true);
  });
});

describe('inBatches', () => {
  it('starts a new batch where the size of the frames changes', async () => {
    const batches = await collect(
      inBatches(
        framesOf([
          [4, 2],
          [4, 2],
          [2, 4],
          [2, 4],
          [2, 4],
        ]),
        2,
      ),
    );
    expect(batches.map((batch) => batch.map((frame) => frame.frameIndex))).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('takes large frames one at a time', async () => {
    const batches = await collect(
      inBatches(
        framesOf([
          [4096, 4096],
          [4096, 4096],
        ]),
        8,
      ),
    );
    expect(batches.map((batch) => batch.length)).toEqual([1, 1]);
  });
});
