/** Where a JPEG picture ends, and what follows it in the same file (ITU-T T.81, annex B). */

const START = 0xd8;
const END = 0xd9;
const APP2 = 0xe2;
const SIGNATURE = Buffer.from([0xff, START, 0xff]);

export interface JpegPicture {
  /** Byte of its start marker, and the byte after its end marker. */
  start: number;
  end: number;
  /** Its header says that the file holds more than one picture (CIPA DC-007, as in MPO and Ultra HDR). */
  multiPicture: boolean;
}

/** The picture that starts at this byte; null where none starts there, or its end marker is missing. */
export function jpegAt(bytes: Buffer, start: number): JpegPicture | null {
  if (bytes.compare(SIGNATURE, 0, 3, start, start + 3) !== 0) return null;
  let multiPicture = false;
  let at = bytes.indexOf(0xff, start + 2);
  while (at !== -1 && at + 1 < bytes.length) {
    const marker = bytes[at + 1]!;
    if (marker === END) return { start, end: at + 2, multiPicture };
    // A segment is passed over by its length: a thumbnail in it has an end marker of its own.
    const isSegment = !isPartOfCodedData(marker) && at + 4 <= bytes.length;
    if (marker === APP2) multiPicture ||= bytes.toString('latin1', at + 4, at + 8) === 'MPF\0';
    at = bytes.indexOf(0xff, at + (isSegment ? 2 + bytes.readUInt16BE(at + 2) : marker === 0xff ? 1 : 2));
  }
  return null;
}

/** The whole pictures behind this one; a thumbnail inside its own segments is not one of them. */
export function jpegsBehind(bytes: Buffer, first: JpegPicture): JpegPicture[] {
  const found: JpegPicture[] = [];
  let at = bytes.indexOf(SIGNATURE, first.end);
  while (at !== -1) {
    const picture = jpegAt(bytes, at);
    if (picture) found.push(picture);
    at = bytes.indexOf(SIGNATURE, picture?.end ?? at + 1);
  }
  return found;
}

/** A stuffed byte, a restart marker, TEM or a fill byte: none has a length. */
const isPartOfCodedData = (marker: number): boolean =>
  marker === 0 || marker === 1 || marker === 0xff || (marker >= 0xd0 && marker <= START);
