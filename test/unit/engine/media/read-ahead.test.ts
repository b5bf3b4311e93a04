import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readAhead } from '../../../../src-main/engine/media/read-ahead.ts';

/** Counts to `end`, telling how far it has come and whether it was ended properly. */
function counter(end: number) {
  const state = { produced: 0, closed: false };
  async function* produce(signal: AbortSignal) {
    try {
      for (let i = 0; i < end; i++) {
        signal.throwIfAborted();
        await sleep(0);
        state.produced = i + 1;
        yield i;
      }
    } finally {
      state.closed = true;
    }
  }
  return { state, produce };
}

const upTo = (items: number) => ({ items, bytes: Infinity, bytesOf: () => 1 });

it('holds no more items ready than it may, however slow the consumer', async () => {
  const { state, produce } = counter(50);
  let taken = 0;
  for await (const item of readAhead(produce, upTo(3))) {
    expect(item).toBe(taken);
    taken += 1;
    if (taken <= 5) await sleep(30);
    expect(state.produced - taken).toBeLessThanOrEqual(4);
  }
  expect(taken).toBe(50);
});

it('lets the producer run while the consumer works', async () => {
  const { state, produce } = counter(10);
  for await (const item of readAhead(produce, upTo(3))) {
    expect(item).toBe(0);
    await sleep(60);
    expect(state.produced).toBe(4);
    break;
  }
});

it('ends the producer when the consumer leaves early', async () => {
  const { state, produce } = counter(1000);
  for await (const item of readAhead(produce, upTo(2))) if (item === 3) break;
  expect(state.closed).toBe(true);
});

it('ends both when the signal aborts, with its reason', async () => {
  const { state, produce } = counter(1000);
  const stop = new AbortController();
  const reading = (async () => {
    for await (const item of readAhead(produce, upTo(2), stop.signal))
      if (item === 3) stop.abort(new Error('examiner stopped'));
  })();
  await expect(reading).rejects.toThrow('examiner stopped');
  expect(state.closed).toBe(true);
});

it('hands over what came before a failure, then fails', async () => {
  async function* produce() {
    yield 1;
    yield 2;
    throw new Error('disk gone');
  }
  const taken: number[] = [];
  const reading = (async () => {
    for await (const item of readAhead(produce, upTo(5))) taken.push(item);
  })();
  await expect(reading).rejects.toThrow('disk gone');
  expect(taken).toEqual([1, 2]);
});

it('holds no more bytes ready than it may, but always one item', async () => {
  const { state, produce } = counter(12);
  const megabytes = { items: 10, bytes: 4, bytesOf: () => 3 };
  let taken = 0;
  for await (const item of readAhead(produce, megabytes)) {
    expect(item).toBe(taken);
    taken += 1;
    if (taken <= 3) await sleep(30);
    // One in hand, two ready (6 bytes: the second was begun below the bound), one that waits to be handed over.
    expect(state.produced - taken).toBeLessThanOrEqual(3);
  }
  expect(taken).toBe(12);
});
