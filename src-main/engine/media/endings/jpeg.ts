/** JPEG pictures and films of them: each picture ends with its end marker (ITU-T T.81, annex B). */
import { FALSE_JPEG_STARTS, jpegAt, isWholeJpeg, nextJpegStart } from '../jpeg-structure.ts';
import { lostJpegData } from '../jpeg-lost-data.ts';
import { bytesText, endsAt, noEnd, sound, type Ending, type StructureReader } from '../structure-reader.ts';

export async function jpegEnding(reader: StructureReader): Promise<Ending> {
  const bytes = await reader.whole();
  return bytes === null ? sound : jpegEndingOf(bytes);
}

/** @param bytes the whole file */
export function jpegEndingOf(bytes: Buffer): Ending {
  const picture = jpegAt(bytes, 0);
  if (picture === null) return noEnd('its end marker (EOI)');
  const cut = picture.indexAt === null ? null : missingPictures(bytes, picture.indexAt, picture.end);
  const lost = lostText(bytes);
  return { ...endsAt(picture.end), cut, ...(lost === '' ? {} : { lost }) };
}

function lostText(bytes: Buffer): string {
  const { zeros, passesMissing } = lostJpegData(bytes);
  return [
    ...(zeros === null
      ? []
      : [`Zeros stand in place of picture data (${bytesText(zeros.bytes)} from byte ${zeros.at}).`]),
    ...(passesMissing ? ['The picture is stored in passes from coarse to fine, and some are missing.'] : []),
    ...(zeros !== null || passesMissing ? ['A part of the picture or its detail may be lost.'] : []),
  ].join(' ');
}

const IMAGE_COUNT = 0xb001;
const IMAGE_ENTRIES = 0xb002;
const ENTRY_BYTES = 16;

/** What the index of a multi-picture file announces behind the end of the file, as a sentence. */
function missingPictures(bytes: Buffer, indexAt: number, end: number): string | null {
  const little = bytes.toString('latin1', indexAt, indexAt + 2) === 'II';
  const has = (at: number, length: number) => at + length <= bytes.length;
  const u16 = (at: number) => (!has(at, 2) ? 0 : little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (!has(at, 4) ? 0 : little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const directory = indexAt + u32(indexAt + 4);
  const fields = Array.from({ length: u16(directory) }, (_, i) => directory + 2 + 12 * i);
  const value = (tag: number) => u32((fields.find((at) => u16(at) === tag) ?? bytes.length) + 8);
  const entries = Array.from({ length: Math.min(value(IMAGE_COUNT), 1000) }, (_, i) => {
    const at = indexAt + value(IMAGE_ENTRIES) + ENTRY_BYTES * i;
    return u32(at + 8) === 0 ? 0 : indexAt + u32(at + 8) + u32(at + 4);
  });
  // Programs that write the header anew leave wrong places in it: pictures that are there are not missing.
  const behind = entries.every((entryEnd) => entryEnd <= bytes.length)
    ? entries.length
    : wholeJpegs(bytes, end);
  if (behind + 1 >= entries.length) return null;
  return (
    `The file announces ${entries.length} pictures, and ${behind + 1} of them ${behind === 0 ? 'is' : 'are'} complete. ` +
    'The file was cut, or a program left the others out when it saved the file again.'
  );
}

function wholeJpegs(bytes: Buffer, from: number): number {
  let count = 0;
  let falseStarts = 0;
  for (
    let at = bytes.indexOf('\xff\xd8\xff', from, 'latin1');
    at !== -1 && falseStarts < FALSE_JPEG_STARTS;
  ) {
    const isWhole = isWholeJpeg(bytes, at);
    if (isWhole) count += 1;
    else falseStarts += 1;
    at = bytes.indexOf('\xff\xd8\xff', isWhole ? jpegAt(bytes, at)!.end : at + 1, 'latin1');
  }
  return count;
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
  return endsAt(end);
}
