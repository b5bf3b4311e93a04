/** Long rows of zeros in a file: what a disk, a download or a rescue of data leaves where it could not read. */
import { NotReadFurther, type StructureReader } from './structure-reader.ts';

export interface ZeroRun {
  start: number;
  end: number;
}

/** Disks lose blocks of this size. */
const SHORTEST_BYTES = 4096;
/** Each shortest row covers one of these whole, wherever it begins. */
const BLOCK = Buffer.alloc(SHORTEST_BYTES / 2);
/** More are no losses of a disk. */
const MOST_RUNS = 1_000_000;
/** Read at once. */
const CHUNK_BYTES = 2 ** 20;

/** Rows of zeros that are as long as a lost block, or longer; in ascending order. */
export async function zeroRuns(reader: StructureReader): Promise<ZeroRun[]> {
  const runs: ZeroRun[] = [];
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let at = 0; at < reader.sizeBytes; at += CHUNK_BYTES) {
    const bytes = await reader.read(chunk, at);
    if (bytes.length === 0) break;
    for (let offset = 0; offset + BLOCK.length <= bytes.length; offset += BLOCK.length) {
      if (bytes[offset] !== 0 || bytes.compare(BLOCK, 0, BLOCK.length, offset, offset + BLOCK.length) !== 0)
        continue;
      const start = at + offset;
      const last = runs.at(-1);
      if (last?.end === start) last.end += BLOCK.length;
      else {
        if (runs.length === MOST_RUNS) throw new NotReadFurther(start);
        runs.push({ start, end: start + BLOCK.length });
      }
    }
  }
  for (const run of runs) {
    const before = await reader.bytes(
      Math.max(0, run.start - BLOCK.length),
      Math.min(run.start, BLOCK.length),
    );
    run.start -= before.length - 1 - before.findLastIndex((byte) => byte !== 0);
    const behind = await reader.bytes(run.end, BLOCK.length);
    const next = behind.findIndex((byte) => byte !== 0);
    run.end += next === -1 ? behind.length : next;
  }
  return runs.filter(({ start, end }) => end - start >= SHORTEST_BYTES);
}
