/** JPEG pictures and films of them: each picture ends with its end marker (ITU-T T.81, annex B). */
import { jpegAt, nextJpegStart } from '../jpeg-structure.ts';
import { followedAt, noEnd, sound, type Ending, type StructureReader } from '../structure-reader.ts';

export async function jpegEnding(reader: StructureReader): Promise<Ending> {
  const bytes = await reader.whole();
  return bytes !== null && jpegAt(bytes, 0) === null ? noEnd('its end marker (EOI)') : sound;
}

/** The pictures of a film follow each other; one that begins and never ends was cut off. */
export async function jpegFilmEnding(reader: StructureReader): Promise<Ending> {
  const bytes = await reader.whole();
  if (bytes === null) return sound;
  let start = nextJpegStart(bytes, 0);
  let end = 0;
  while (start !== null) {
    const picture = jpegAt(bytes, start);
    if (picture === null) return noEnd('the end marker (EOI) of its last picture');
    end = picture.end;
    start = nextJpegStart(bytes, end);
  }
  const isMp4 = bytes.toString('latin1', end + 4, end + 8) === 'ftyp';
  return isMp4 ? followedAt(end) : sound;
}
