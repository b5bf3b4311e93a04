/** MPEG-PS: packs and packets that name their length (ISO/IEC 13818-1, section 2.5; ISO/IEC 11172-1 for MPEG-1). */
import { endsAt, endsInside, type Ending, type StructureReader } from '../structure-reader.ts';

const END = 0xb9;
const PACK = 0xba;
const SYSTEM_HEADER = 0xbb;

export async function programStreamEnding(reader: StructureReader): Promise<Ending> {
  for (let at = 0; ;) {
    const head = await reader.bytes(at, 14);
    const length = partLength(head);
    if (length === null) return endsAt(at);
    at += length;
    if (at > reader.sizeBytes) return endsInside('a packet');
  }
}

/** null for what is no part of a program stream, or does not say how long it is. */
function partLength(head: Buffer): number | null {
  if (head.length < 6 || head.readUIntBE(0, 3) !== 1) return null;
  const code = head[3]!;
  if (code === END) return 4;
  if (code !== PACK)
    return code < SYSTEM_HEADER || head.readUInt16BE(4) === 0 ? null : 6 + head.readUInt16BE(4);
  const isMpeg2 = head[4]! >> 6 === 1;
  return isMpeg2 ? 14 + ((head[13] ?? 0) & 7) : 12;
}
