/** TIFF: directories that name where the strips or tiles of their pictures stand and how long they are. */
import { tiffDirectories } from '../tiff-directories.ts';
import { noEnd, sound, tooShort, type Ending, type StructureReader } from '../structure-reader.ts';

export async function tiffEnding(reader: StructureReader): Promise<Ending> {
  let expected: number | null = null;
  for await (const { dataEnd } of tiffDirectories(reader))
    expected = Math.max(expected ?? 0, await dataEnd());
  if (expected === null) return noEnd('the directory of its picture');
  return expected > reader.sizeBytes ? tooShort(expected, reader.sizeBytes) : sound;
}
