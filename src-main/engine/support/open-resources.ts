/** What was opened and has to be freed: networks, threads and sessions, some of which may still be opening. */

export interface Resource {
  dispose(): Promise<void>;
}

export interface OpenResources {
  /** Keeps it until it is freed; what failed to open needs no freeing. */
  hold<T extends Resource>(opening: Promise<T>): Promise<T>;
  /** Frees one before the rest, once it is open. */
  free(opening: Promise<Resource>): Promise<void>;
  /** Frees every one, though some fail. @throws what the first of these threw */
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
