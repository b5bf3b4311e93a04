/** The directories of a TIFF file, one for each picture in it, of which ffmpeg reads the first (TIFF 6.0, section 2). */
import type { StructureReader } from './structure-reader.ts';

interface TiffDirectory {
  /** It is a smaller version of another picture in the file. */
  isReduced: boolean;
  /** The byte after its last strip or tile; it may lie behind the end of a file that is cut short. */
  dataEnd: () => Promise<number>;
  /** The byte after it and all values that do not fit into it. */
  end: number;
  /** Where the next directory should be, and is not: behind the end of the file. */
  missingNext: number | null;
}

/** Tag of a directory, and its bit for a smaller version of another picture in the file. */
const NEW_SUBFILE_TYPE = 254;
const REDUCED = 1;
/** Where the pieces of a picture stand, and how long they are: strips or tiles. */
const pieces = [
  [273, 279],
  [324, 325],
] as const;
const ENTRY_BYTES = 12;
/** By type: SHORT and LONG are the only ones for places and lengths. */
const valueBytes: Readonly<Record<number, number>> = { 3: 2, 4: 4 };
/** By type, from BYTE to IFD. */
export const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
/** Directories may point to each other in a circle, and to the same pieces again and again. */
const DIRECTORY_LIMIT = 10_000;
/** In all directories together. */
const VALUE_LIMIT = 1_000_000;

/** Up to the first one that is not in the file; its directories for Exif and the like are not among them. */
export async function* tiffDirectories(reader: StructureReader): AsyncGenerator<TiffDirectory> {
  const head = await bytesAt(reader, 0, 8);
  if (head === null) return;
  const little = head.toString('latin1', 0, 2) === 'II';
  const u16 = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  /** Its entries and the place of the next one; null where the file ends before. */
  const directoryAt = async (at: number) => {
    const count = await bytesAt(reader, at, 2);
    return count && bytesAt(reader, at + 2, u16(count, 0) * ENTRY_BYTES + 4);
  };
  const seen = new Set<number>();
  let valuesLeft = VALUE_LIMIT;
  for (let at = u32(head, 4); at !== 0 && !seen.has(at) && seen.size < DIRECTORY_LIMIT;) {
    const directory = await directoryAt(at);
    if (directory === null) return;
    const size = directory.length - 4;
    const values = async (tag: number): Promise<number[]> => {
      for (let entry = 0; entry < size; entry += ENTRY_BYTES) {
        if (u16(directory, entry) !== tag) continue;
        const bytes = valueBytes[u16(directory, entry + 2)] ?? 0;
        const count = Math.min(u32(directory, entry + 4), valuesLeft);
        const length = bytes * count;
        valuesLeft -= count;
        const stored =
          length <= 4
            ? directory.subarray(entry + 8, entry + 8 + length)
            : await bytesAt(reader, u32(directory, entry + 8), length);
        const read = bytes === 2 ? u16 : u32;
        return Array.from({ length: stored === null ? 0 : length / bytes || 0 }, (_, i) =>
          read(stored!, i * bytes),
        );
      }
      return [];
    };
    const [subfileType = 0] = await values(NEW_SUBFILE_TYPE);
    const dataEnd = async () => {
      let end = 0;
      for (const [places, lengths] of pieces) {
        const [starts, sizes] = [await values(places), await values(lengths)];
        end = starts.reduce((last, start, i) => Math.max(last, start + (sizes[i] ?? 0)), end);
      }
      return end;
    };
    const valueEnd = (entry: number) => {
      const length = (typeBytes[u16(directory, entry + 2)] ?? 0) * u32(directory, entry + 4);
      return length <= 4 ? 0 : u32(directory, entry + 8) + length;
    };
    const entries = Array.from({ length: size / ENTRY_BYTES }, (_, i) => i * ENTRY_BYTES);
    const end = Math.max(at + 2 + size + 4, ...entries.map(valueEnd));
    const next = u32(directory, size);
    const isMissing = next !== 0 && (await directoryAt(next)) === null;
    yield { isReduced: (subfileType & REDUCED) !== 0, dataEnd, end, missingNext: isMissing ? next : null };
    seen.add(at);
    at = next;
  }
}

/** Directories that follow the first one and hold a picture of their own. */
export async function tiffPagesBehind(reader: StructureReader): Promise<number> {
  let pages = -1;
  for await (const { isReduced } of tiffDirectories(reader)) if (pages === -1 || !isReduced) pages += 1;
  return Math.max(0, pages);
}

async function bytesAt(reader: StructureReader, position: number, length: number): Promise<Buffer | null> {
  const bytes = await reader.bytes(position, length);
  return bytes.length === length ? bytes : null;
}
