/** Works through a list, a few at a time and in its order; the first failure lets no more begin. */
export async function inParallel<T>(
  list: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < list.length) {
      await work(list[next++]!).catch((error: unknown) => {
        next = list.length;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
