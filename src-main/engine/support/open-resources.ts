/** Opened resources that must be freed: networks, threads and sessions. Some may still be opening. */

interface Resource {
  dispose(): Promise<void>;
}

interface OpenResources {
  /** Keeps a resource until it is freed. If opening fails, there is nothing to free. */
  hold<T extends Resource>(opening: Promise<T>): Promise<T>;
  /** Frees one resource before the others, as soon as it is open. */
  free(opening: Promise<Resource>): Promise<void>;
  /** Frees all resources, even if some fail. @throws the first error */
  freeAll(): Promise<void>;
}

export function openResources(): OpenResources {
  const held = new Set<Promise<Resource>>();

  async function free(opening: Promise<Resource>): Promise<void> {
    held.delete(opening);
    const opened = await opening.catch(() => null);
    await opened?.dispose();
  }

  return {
    hold(opening) {
      held.add(opening);
      opening.catch(() => held.delete(opening));
      return opening;
    },
    free,
    async freeAll() {
      const outcomes = await Promise.allSettled([...held].map(free));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}
