/** MXF: the header names where the footer begins; all is made of keys with lengths (SMPTE ST 377-1, sections 6.4 and 7). */
import {
  endsAt,
  followedAt,
  sound,
  tooShort,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

const KEY_BYTES = 16;
const LABEL = Buffer.from('060e2b34', 'hex');
/** Body and footer partitions have another last byte. */
const HEADER_PARTITION = Buffer.from('060e2b34020501010d0102010102', 'hex');

export async function mxfEnding(reader: StructureReader): Promise<Ending> {
  const header = await lengthAt(reader, 0);
  if (header === null || !(await reader.bytes(0, HEADER_PARTITION.length)).equals(HEADER_PARTITION))
    return sound;
  const partition = await reader.bytes(header.valueAt, 32);
  // 0 where a recorder did not come to write it: then all of the file is walked.
  const footer = partition.length < 32 ? 0 : Number(partition.readBigUInt64BE(24));
  if (footer > reader.sizeBytes) return tooShort(footer, reader.sizeBytes);
  for (let at = footer; ;) {
    const part = await lengthAt(reader, at);
    if (part === null) return endsAt(at);
    if (at > 0 && (await reader.bytes(at, HEADER_PARTITION.length)).equals(HEADER_PARTITION))
      return followedAt(at);
    at = part.valueAt + part.length;
    if (at > reader.sizeBytes) return tooShort(at, reader.sizeBytes);
  }
}

/** A length below 128 stands in one byte, a longer one in as many as the first byte says; null where no key is. */
async function lengthAt(
  reader: StructureReader,
  at: number,
): Promise<{ valueAt: number; length: number } | null> {
  const head = await reader.bytes(at, KEY_BYTES + 9);
  if (head.length <= KEY_BYTES || !head.subarray(0, 4).equals(LABEL)) return null;
  const first = head[KEY_BYTES]!;
  if (first < 0x80) return { valueAt: at + KEY_BYTES + 1, length: first };
  const bytes = head.subarray(KEY_BYTES + 1, KEY_BYTES + 1 + (first & 0x7f));
  const length = bytes.reduce((value, byte) => value * 256 + byte, 0);
  return { valueAt: at + KEY_BYTES + 1 + bytes.length, length };
}
