/** Counts the pictures in a TIFF file, which ffmpeg reads the first of (TIFF 6.0, section 2). */
import type { FileHandle } from 'node:fs/promises';

/** Tag of a directory, and its bit for a smaller version of another picture in the file. */
const NEW_SUBFILE_TYPE = 254;
const REDUCED = 1;
const ENTRY_BYTES = 12;
/** Directories may point to each other in a circle. */
const DIRECTORY_LIMIT = 10_000;

/** Directories that follow the first one and hold a picture of their own. */
export async function tiffPagesBehind(file: FileHandle): Promise<number> {
  const head = await bytesAt(file, 0, 8);
  if (head === null) return 0;
  const little = head.toString('latin1', 0, 2) === 'II';
  const u16 = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const seen = new Set<number>();
  let pages = 0;
  for (let at = u32(head, 4); at !== 0 && !seen.has(at) && seen.size < DIRECTORY_LIMIT;) {
    const count = await bytesAt(file, at, 2);
    const size = count === null ? 0 : u16(count, 0) * ENTRY_BYTES;
    const directory = await bytesAt(file, at + 2, size + 4);
    if (directory === null) break;
    let isReduced = false;
    for (let entry = 0; entry < size; entry += ENTRY_BYTES) {
      if (u16(directory, entry) === NEW_SUBFILE_TYPE) isReduced = (u32(directory, entry + 8) & REDUCED) !== 0;
    }
    if (seen.size > 0 && !isReduced) pages += 1;
    seen.add(at);
    at = u32(directory, size);
  }
  return pages;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer | null> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return bytesRead === length ? buffer : null;
}
