/** Rows of items that together take no more than a number of bytes; one that takes more is alone. */
export function batchesByBytes<T>(
  items: readonly T[],
  bytesOf: (item: T) => number,
  { bytes: mostBytes, items: mostItems = Infinity }: { bytes: number; items?: number },
): T[][] {
  const batches: T[][] = [];
  let room = -1;
  for (const item of items) {
    const bytes = bytesOf(item);
    const last = batches.at(-1);
    if (last !== undefined && bytes <= room && last.length < mostItems) {
      last.push(item);
      room -= bytes;
    } else {
      batches.push([item]);
      room = mostBytes - bytes;
    }
  }
  return batches;
}
