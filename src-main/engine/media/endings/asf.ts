/** ASF and WMV: the header names the size of the file; objects name their size (ASF specification, sections 2 and 3.2). */
import {
  endsAt,
  followedAt,
  sound,
  tooShort,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const guid = (hex: string) => Buffer.from(hex, 'hex');
const HEADER = guid('3026b2758e66cf11a6d900aa0062ce6c');
const FILE_PROPERTIES = guid('a1dcab8c47a9cf118ee400c00c205365');
/** First bytes of the identifiers of what stands at the top level: header, data and four kinds of index. */
const objects = new Set([0x3026b275, 0x3626b275, 0x90080033, 0xd329e2d6, 0xf803b1fe, 0xd03fb73c]);
/** Set by a broadcast, whose header was written before its length was known. */
const BROADCAST = 1;

export async function asfEnding(reader: StructureReader): Promise<Ending> {
  const announced = namedSize(await reader.bytes(0, 64 * 1024));
  if (announced > reader.sizeBytes) return tooShort(announced, reader.sizeBytes);
  for (let at = 0; ;) {
    const head = await reader.bytes(at, 24);
    if (head.length < 24) return sound;
    if (at > 0 && head.subarray(0, 16).equals(HEADER)) return followedAt(at);
    if (!objects.has(head.readUInt32BE(0))) return endsAt(at);
    const size = Number(head.readBigUInt64LE(16));
    // The data of a broadcast names no size, and what stands in it is no object.
    if (size < 24 || at + size > reader.sizeBytes) return endsAt(at);
    at += size;
  }
}

/** 0 where the header does not say. */
function namedSize(header: Buffer): number {
  const at = header.indexOf(FILE_PROPERTIES);
  if (at === -1 || at + 92 > header.length) return 0;
  const isBroadcast = (header.readUInt32LE(at + 88) & BROADCAST) !== 0;
  return isBroadcast ? 0 : Number(header.readBigUInt64LE(at + 40));
}
