/** Lets a producer run ahead of its consumer by at most a fixed number of items. */

/**
 * @param produce gets a signal that fires when the consumer stops early; it must end then
 * @param depth number of items that may wait; the producer pauses when they are full
 * @throws the error of the producer, after the items before it were taken
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
  // Awaited below. Without this line, a failure while the consumer is busy would count as unhandled.
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
