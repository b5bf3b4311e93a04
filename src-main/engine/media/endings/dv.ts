/** DV: frames of one size, by the line system that the first byte behind the section header names (IEC 61834-2). */
import { endsInside, sound, type Ending, type StructureReader } from '../structure-reader.ts';

/** Frames of DV50 and DV100 are a multiple of these. */
const FRAME_BYTES_60 = 120_000;
const FRAME_BYTES_50 = 144_000;

export async function dvEnding(reader: StructureReader): Promise<Ending> {
  const head = await reader.bytes(0, 4);
  if (head.length < 4 || head[0] !== 0x1f) return sound;
  const frameBytes = head[3]! & 0x80 ? FRAME_BYTES_50 : FRAME_BYTES_60;
  const rest = reader.sizeBytes % frameBytes;
  return (await reader.isPaddedFrom(reader.sizeBytes - rest)) ? sound : endsInside('a frame');
}
