/** AVI and WebP: one RIFF chunk, or several of an AVI beyond 1 GB (OpenDML); each names its size. */
import {
  endsAt,
  endsInside,
  followedAt,
  sound,
  tooShort,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

/** Some programs count the header of the file too, or a byte that fills up. */
const ROUNDING_BYTES = 8;

export async function riffEnding(reader: StructureReader): Promise<Ending> {
  let first: string | null = null;
  for (let at = 0; ;) {
    const head = await reader.bytes(at, 12);
    if (head.length < 8 || head.toString('latin1', 0, 4) !== 'RIFF') return endsAt(at);
    const form = head.toString('latin1', 8);
    first ??= form;
    if (at > 0 && form !== 'AVIX') return form === 'AVI ' && first === form ? followedAt(at) : endsAt(at);
    const size = head.readUInt32LE(4);
    // A recorder that was switched off, or a program that wrote to a pipe, never wrote the size.
    if (isUnknown(size)) return endOfChunks(reader);
    const expected = at + 8 + size;
    if (expected > reader.sizeBytes) {
      const isWhole =
        expected - reader.sizeBytes <= ROUNDING_BYTES && (await hasWholeChunks(reader, at + 12));
      return isWhole ? sound : tooShort(expected, reader.sizeBytes);
    }
    at = expected + (size % 2);
  }
}

const isUnknown = (size: number) => size === 0 || size === 0xffff_ffff;

/** Four characters, then the size of what follows. */
async function chunkAt(reader: StructureReader, at: number) {
  const head = await reader.bytes(at, 12);
  const type = head.toString('latin1', 0, 4);
  if (head.length < 8 || !/^[\x20-\x7e]{4}$/.test(type)) return null;
  const size = head.readUInt32LE(4);
  const kind = head.toString('latin1', 8);
  // Of lists, only those are walked into that hold the pictures; the others name their size.
  const isWalked = type === 'RIFF' || (type === 'LIST' && (kind === 'movi' || kind === 'rec '));
  const end = at + 8 + size;
  return { type, kind, size, isWalked, end, next: isWalked ? at + 12 : end + (size % 2) };
}

/** Of an AVI; other names may be data, where a program left out a byte that fills up. */
const ownChunks = /^(?:LIST|JUNK|idx1|ix\d\d|\d\d[a-z]{2})$/;

/** The chunks of an AVI without sizes: the last one may be incomplete, or another recording may follow. */
async function endOfChunks(reader: StructureReader): Promise<Ending> {
  for (let at = 0; at < reader.sizeBytes;) {
    const chunk = await chunkAt(reader, at);
    if (chunk === null) return endsAt(at);
    const { type, kind, isWalked, end, next } = chunk;
    if (at > 0 && type === 'RIFF' && kind === 'AVI ') return followedAt(at);
    if (!isWalked && end > reader.sizeBytes)
      return ownChunks.test(type) ? { ...endsInside('a chunk'), isOpen: true } : sound;
    at = next;
  }
  return sound;
}

/** The first byte at which no chunk begins, before the end of the file's RIFF chunks; null where there is none. */
export async function riffStop(reader: StructureReader): Promise<number | null> {
  let knownEnd = 0;
  for (let at = 0; at < reader.sizeBytes;) {
    const chunk = await chunkAt(reader, at);
    if (chunk === null) return at >= knownEnd && knownEnd > 0 ? null : at;
    if (chunk.type === 'RIFF') knownEnd = isUnknown(chunk.size) ? 0 : chunk.end;
    at = chunk.next;
  }
  return null;
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
