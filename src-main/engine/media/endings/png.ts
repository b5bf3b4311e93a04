/** PNG and APNG: chunks that name their length, up to the end chunk (PNG, section 5.6; APNG, section 3). */
import { pngChunks } from '../png-chunks.ts';
import { endsAt, noEnd, tooShort, type Ending, type StructureReader } from '../structure-reader.ts';

export async function pngEnding(reader: StructureReader): Promise<Ending> {
  let announced = 0;
  let frames = 0;
  for await (const { type, dataAt, end } of pngChunks(reader)) {
    if (end > reader.sizeBytes) return tooShort(end, reader.sizeBytes);
    if (type === 'acTL') announced = (await reader.bytes(dataAt, 4)).readUInt32BE(0);
    if (type === 'fcTL') frames += 1;
    if (type === 'IEND') return { ...endsAt(end), ...missingFrames(announced, frames) };
  }
  return noEnd('the closing IEND chunk');
}

const missingFrames = (announced: number, frames: number): Partial<Ending> =>
  frames >= announced
    ? {}
    : {
        lost: `The animation announces ${announced} frames, and ${frames} are in the file: the rest is missing.`,
      };
