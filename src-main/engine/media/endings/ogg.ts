/**
 * Ogg: pages that name their length (RFC 3533, section 6). The mark on the last page of a stream proves nothing: programs
 * that record live end without it.
 */
import { endsInside, sound, type Ending, type StructureReader } from '../structure-reader.ts';

const HEADER_BYTES = 27;

export async function oggEnding(reader: StructureReader): Promise<Ending> {
  let at = 0;
  while (at < reader.sizeBytes) {
    const head = await reader.bytes(at, HEADER_BYTES + 255);
    if (head.toString('latin1', 0, 4) !== 'OggS') return sound;
    const segments = head.subarray(HEADER_BYTES, HEADER_BYTES + (head[26] ?? 0));
    const end = at + HEADER_BYTES + segments.length + segments.reduce((sum, length) => sum + length, 0);
    if (head.length < HEADER_BYTES || segments.length < head[26]! || end > reader.sizeBytes)
      return endsInside('a page');
    at = end;
  }
  return sound;
}
