/** FLV: a header, then tags that name their length; the first may name the size of the file (Adobe, FLV 10.1, annex E). */
import {
  endsAt,
  endsInside,
  followedAt,
  sound,
  tooShort,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const TAG_HEADER_BYTES = 11;
/** Each tag is followed by its length, as is the header. */
const LENGTH_BYTES = 4;
const tagTypes = new Set([8, 9, 18]);
const FILE_SIZE = Buffer.from('\0\x08filesize\0', 'latin1');

export async function flvEnding(reader: StructureReader): Promise<Ending> {
  const header = await reader.bytes(0, 9);
  if (header.length < 9) return sound;
  const start = header.readUInt32BE(5) + LENGTH_BYTES;
  const announced = namedSize(await reader.bytes(start, 4096));
  if (announced > reader.sizeBytes) return tooShort(announced, reader.sizeBytes);
  for (let at = start; ;) {
    const head = await reader.bytes(at, TAG_HEADER_BYTES);
    if (at > start && head.toString('latin1', 0, 3) === 'FLV') return followedAt(at);
    // The two highest bits are not used, and the third marks encryption.
    if (!tagTypes.has((head[0] ?? 0) & 0xdf)) return endsAt(at);
    if (head.length < TAG_HEADER_BYTES) return endsInside('a tag');
    const end = at + TAG_HEADER_BYTES + head.readUIntBE(1, 3);
    if (end > reader.sizeBytes) return endsInside('a tag');
    at = end + LENGTH_BYTES;
  }
}

/** A number of eight bytes in the script data; 0 where it is not there. */
function namedSize(script: Buffer): number {
  const at = script.indexOf(FILE_SIZE);
  const numberAt = at + FILE_SIZE.length;
  const size = at === -1 || numberAt + 8 > script.length ? 0 : script.readDoubleBE(numberAt);
  return Number.isSafeInteger(size) ? size : 0;
}
