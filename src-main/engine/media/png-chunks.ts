/** The chunks of a PNG file, without their data (PNG, section 5.3). */
import { EngineError } from '../../shared/errors.ts';
import type { StructureReader } from './structure-reader.ts';

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const LENGTH_AND_TYPE = 8;
const CHECKSUM = 4;
/** A picture of 1 GB in pieces of 8 KB has 131,072; without a limit, empty ones keep the reader for hours. */
const MAX_CHUNKS = 1_000_000;

interface PngChunk {
  type: string;
  /** The byte at which its data begins. */
  dataAt: number;
  /** The byte after its checksum; it may lie behind the end of a file that is cut short. */
  end: number;
}

/**
 * Up to the end chunk, or to where the file ends before it.
 * @throws EngineError media/unsupported where there are too many
 */
export async function* pngChunks(reader: StructureReader): AsyncGenerator<PngChunk> {
  let at = PNG_SIGNATURE.length;
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks += 1) {
    const head = await reader.bytes(at, LENGTH_AND_TYPE);
    if (head.length < LENGTH_AND_TYPE) return;
    const type = head.toString('latin1', 4);
    const dataAt = at + LENGTH_AND_TYPE;
    at = dataAt + head.readUInt32BE(0) + CHECKSUM;
    yield { type, dataAt, end: at };
    if (type === 'IEND') return;
  }
  throw new EngineError(
    'media/unsupported',
    `This PNG has more than ${MAX_CHUNKS.toLocaleString('en-GB')} chunks, which no picture needs. Save its picture to a new file and add that.`,
  );
}

/** An animation's control chunk stands before the first pixels (APNG, section 3). */
export async function isAnimatedPng(reader: StructureReader): Promise<boolean> {
  for await (const { type } of pngChunks(reader)) {
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}
