/** Lets a producer run on while its consumer works, by a fixed number of items and no more. */

/**
 * @param produce gets a signal that fires when the consumer leaves early, and must end on it
 * @param depth items held ready; the producer waits when they are not taken
 * @throws what the producer throws, once the items before it are taken
 */
export async function* readAhead<T>(
  produce: (signal: AbortSignal) => AsyncIterable<T>,
  depth: number,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const leaving = new AbortController();
  const ready: T[] = [];
  let ended = false;
  let wake: () => void = () => {};
  const change = () => new Promise<void>((resolve) => (wake = resolve));
  const pump = async () => {
    try {
      for await (const item of produce(AbortSignal.any([leaving.signal, ...(signal ? [signal] : [])]))) {
        ready.push(item);
        wake();
        while (ready.length >= depth && !leaving.signal.aborted) await change();
      }
    } finally {
      ended = true;
      wake();
    }
  };
  const pumping = pump();
  // Looked at below; without this, a failure while the consumer is busy would count as unhandled.
  pumping.catch(() => {});
  try {
    for (;;) {
      signal?.throwIfAborted();
      while (ready.length === 0 && !ended) await change();
      if (ready.length === 0) break;
      const item = ready.shift()!;
      wake();
      yield item;
    }
    await pumping;
  } finally {
    leaving.abort();
    wake();
    await pumping.catch(() => {});
  }
}
