/** Ogg: pages that name their length; the last one of each stream says that it is the last (RFC 3533, section 6). */
import { endsInside, noEnd, sound, type Ending, type StructureReader } from '../structure-reader.ts';

const HEADER_BYTES = 27;
const LAST_PAGE = 4;

export async function oggEnding(reader: StructureReader): Promise<Ending> {
  /** Serial numbers of the streams that have begun and not ended. */
  const open = new Set<number>();
  let at = 0;
  while (at < reader.sizeBytes) {
    const head = await reader.bytes(at, HEADER_BYTES + 255);
    if (head.toString('latin1', 0, 4) !== 'OggS') return sound;
    const segments = head.subarray(HEADER_BYTES, HEADER_BYTES + (head[26] ?? 0));
    const end = at + HEADER_BYTES + segments.length + segments.reduce((sum, length) => sum + length, 0);
    if (head.length < HEADER_BYTES || segments.length < head[26]! || end > reader.sizeBytes)
      return endsInside('a page');
    const serial = head.readUInt32LE(14);
    if ((head[5]! & LAST_PAGE) === 0) open.add(serial);
    else open.delete(serial);
    at = end;
  }
  return open.size > 0 ? noEnd('the page that ends its stream (EOS)') : sound;
}
