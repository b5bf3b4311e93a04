/** Lets a producer run on while its consumer works, within a bound on items and on bytes. */

interface ReadAheadLimits<T> {
  /** Items held ready; the producer waits when they are not taken. */
  items: number;
  /** Bytes held ready; one item may be larger. */
  bytes: number;
  bytesOf: (item: T) => number;
}

/**
 * @param produce gets a signal that fires when the consumer leaves early, and must end on it
 * @throws what the producer throws, once the items before it are taken
 */
export async function* readAhead<T>(
  produce: (signal: AbortSignal) => AsyncIterable<T>,
  limits: ReadAheadLimits<T>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const leaving = new AbortController();
  const ready: T[] = [];
  let heldBytes = 0;
  let ended = false;
  const isFull = () => ready.length >= limits.items || (ready.length > 0 && heldBytes >= limits.bytes);
  let wake: () => void = () => {};
  const change = () => new Promise<void>((resolve) => (wake = resolve));
  const pump = async () => {
    try {
      for await (const item of produce(AbortSignal.any([leaving.signal, ...(signal ? [signal] : [])]))) {
        ready.push(item);
        heldBytes += limits.bytesOf(item);
        wake();
        while (isFull() && !leaving.signal.aborted) await change();
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
      heldBytes -= limits.bytesOf(item);
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
