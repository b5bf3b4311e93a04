/** AVI and WebP: one RIFF chunk, or several of an AVI beyond 1 GB (OpenDML); each names its size. */
import { followedAt, sound, tooShort, type Ending, type StructureReader } from '../structure-reader.ts';

/** Some programs count the header of the file too, or a byte that fills up. */
const ROUNDING_BYTES = 8;

export async function riffEnding(reader: StructureReader): Promise<Ending> {
  for (let at = 0; ;) {
    const head = await reader.bytes(at, 12);
    if (head.length < 8 || head.toString('latin1', 0, 4) !== 'RIFF') return sound;
    if (at > 0 && head.toString('latin1', 8) === 'AVI ') return followedAt(at);
    const size = head.readUInt32LE(4);
    // A recorder that was switched off, or a program that wrote to a pipe, never wrote the size.
    if (size === 0 || size === 0xffff_ffff) return sound;
    const expected = at + 8 + size;
    if (expected > reader.sizeBytes) {
      const isWhole =
        expected - reader.sizeBytes <= ROUNDING_BYTES && (await hasWholeChunks(reader, at + 12));
      return isWhole ? sound : tooShort(expected, reader.sizeBytes);
    }
    at = expected + (size % 2);
  }
}

/** Whether the chunks from here on end where the file does, or before. */
async function hasWholeChunks(reader: StructureReader, from: number): Promise<boolean> {
  for (let at = from; at < reader.sizeBytes;) {
    const head = await reader.bytes(at, 8);
    if (head.length < 8) return false;
    const size = head.readUInt32LE(4);
    if (at + 8 + size > reader.sizeBytes) return false;
    at += 8 + size + (size % 2);
  }
  return true;
}
