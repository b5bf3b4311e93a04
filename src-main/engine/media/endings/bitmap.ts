/** BMP: rows of one length, each on four bytes, from the byte that the header names (Windows, BITMAPINFOHEADER). */
import { endsAt, sound, tooShort, type Ending, type StructureReader } from '../structure-reader.ts';

/** Compressions that leave every row its full length: none, and colours by bit masks. */
const fullRows = new Set([0, 3, 6]);

export async function bitmapEnding(reader: StructureReader): Promise<Ending> {
  const head = await reader.bytes(0, 34);
  // Some programs write the size of the file as 0, or without its pixels.
  const named = head.length < 6 ? 0 : head.readUInt32LE(2);
  const end = named > reader.sizeBytes ? 0 : named;
  if (head.length < 34 || head.readUInt32LE(14) < 40 || !fullRows.has(head.readUInt32LE(30)))
    return end > 34 ? endsAt(end) : sound;
  const rowBytes = Math.ceil((head.readInt32LE(18) * head.readUInt16LE(28)) / 32) * 4;
  const expected = head.readUInt32LE(10) + rowBytes * Math.abs(head.readInt32LE(22));
  return expected > reader.sizeBytes ? tooShort(expected, reader.sizeBytes) : endsAt(Math.max(expected, end));
}
