/** TIFF: directories that name where the strips or tiles of their pictures stand and how long they are. */
import { tiffDirectories } from '../tiff-directories.ts';
import {
  bytesText,
  endsAt,
  noEnd,
  sound,
  tooShort,
  type Ending,
  type StructureReader,
} from '../structure-reader.ts';

export async function tiffEnding(reader: StructureReader): Promise<Ending> {
  let end = 0;
  let lost: Partial<Ending> = {};
  for await (const directory of tiffDirectories(reader)) {
    end = Math.max(end, directory.end, await directory.dataEnd());
    if (directory.missingNext !== null) lost = missingPage(directory.missingNext, reader.sizeBytes);
  }
  if (end === 0) return noEnd('the directory of its picture');
  if (end > reader.sizeBytes) return { ...tooShort(end, reader.sizeBytes), ...lost };
  // What follows may be a part of the page whose directory is missing.
  return lost.lost === undefined ? endsAt(end) : { ...sound, ...lost };
}

const missingPage = (at: number, sizeBytes: number): Partial<Ending> => ({
  lost: `The file has ${bytesText(sizeBytes)}, and the directory of a further page at byte ${at} is not complete in it: that page is missing.`,
});
