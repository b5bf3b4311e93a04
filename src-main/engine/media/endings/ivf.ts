/** IVF: a header of 32 bytes, then frames that name their length. */
import { endsInside, followedAt, sound, type Ending, type StructureReader } from '../structure-reader.ts';

const FRAME_HEADER_BYTES = 12;

export async function ivfEnding(reader: StructureReader): Promise<Ending> {
  const header = await reader.bytes(0, 8);
  for (let at = header.length < 8 ? reader.sizeBytes : header.readUInt16LE(6); ;) {
    const head = await reader.bytes(at, FRAME_HEADER_BYTES);
    if (head.toString('latin1', 0, 4) === 'DKIF') return followedAt(at);
    if (head.every((byte) => byte === 0) && (await reader.isPaddedFrom(at))) return sound;
    if (head.length < FRAME_HEADER_BYTES) return head.length === 0 ? sound : endsInside('a frame');
    at += FRAME_HEADER_BYTES + head.readUInt32LE(0);
    if (at > reader.sizeBytes) return endsInside('a frame');
  }
}
