/** The chunks of a PNG file, without their data (PNG, section 5.3). */
import type { StructureReader } from './structure-reader.ts';

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const LENGTH_AND_TYPE = 8;
const CHECKSUM = 4;

interface PngChunk {
  type: string;
  /** The byte at which its data begins. */
  dataAt: number;
  /** The byte after its checksum; it may lie behind the end of a file that is cut short. */
  end: number;
}

/** Up to the end chunk, or to where the file ends before it. */
export async function* pngChunks(reader: StructureReader): AsyncGenerator<PngChunk> {
  for (let at = PNG_SIGNATURE.length; ;) {
    const head = await reader.bytes(at, LENGTH_AND_TYPE);
    if (head.length < LENGTH_AND_TYPE) return;
    const type = head.toString('latin1', 4);
    const dataAt = at + LENGTH_AND_TYPE;
    at = dataAt + head.readUInt32BE(0) + CHECKSUM;
    yield { type, dataAt, end: at };
    if (type === 'IEND') return;
  }
}

/** An animation's control chunk stands before the first pixels (APNG, section 3). */
export async function isAnimatedPng(reader: StructureReader): Promise<boolean> {
  for await (const { type } of pngChunks(reader)) {
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}
