/** PNG and APNG: chunks that name their length, up to the end chunk (PNG, section 5.6). */
import { pngChunks } from '../png-chunks.ts';
import { noEnd, sound, tooShort, type Ending, type StructureReader } from '../structure-reader.ts';

export async function pngEnding(reader: StructureReader): Promise<Ending> {
  for await (const { type, end } of pngChunks(reader)) {
    if (end > reader.sizeBytes) return tooShort(end, reader.sizeBytes);
    if (type === 'IEND') return sound;
  }
  return noEnd('the closing IEND chunk');
}
