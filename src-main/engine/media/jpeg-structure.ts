/** Where a JPEG picture ends, and what follows it in the same file (ITU-T T.81, annex B). */

const START = 0xd8;
const END = 0xd9;
const APP2 = 0xe2;
const SIGNATURE = Buffer.from([0xff, START, 0xff]);

interface JpegPicture {
  /** Byte of its start marker, and the byte after its end marker. */
  start: number;
  end: number;
  /** Such as "640 × 480"; empty where no frame header says it. */
  size: string;
  /** Its header says that the file holds more than one picture (CIPA DC-007, as in MPO and Ultra HDR). */
  multiPicture: boolean;
}

/** The picture that starts at this byte; null where none starts there, or its end marker is missing. */
export function jpegAt(bytes: Buffer, start: number): JpegPicture | null {
  if (!bytes.subarray(start, start + SIGNATURE.length).equals(SIGNATURE)) return null;
  let multiPicture = false;
  let size = '';
  let at = bytes.indexOf(0xff, start + 2);
  while (at !== -1 && at + 1 < bytes.length) {
    const marker = bytes[at + 1]!;
    if (marker === END) return { start, end: at + 2, size, multiPicture };
    // A segment is passed over by its length: a thumbnail in it has an end marker of its own.
    const isSegment = !isPartOfCodedData(marker) && at + 4 <= bytes.length;
    if (isFrameHeader(marker) && at + 9 <= bytes.length) {
      size = `${bytes.readUInt16BE(at + 7)} × ${bytes.readUInt16BE(at + 5)}`;
    }
    if (marker === APP2) multiPicture ||= bytes.toString('latin1', at + 4, at + 8) === 'MPF\0';
    at = bytes.indexOf(0xff, at + (isSegment ? 2 + bytes.readUInt16BE(at + 2) : marker === 0xff ? 1 : 2));
  }
  return null;
}

/** Where the next picture of a film starts: at once, or behind bytes of padding. */
export function nextJpegStart(bytes: Buffer, end: number): number | null {
  let at = end;
  while (bytes[at] === 0 || (bytes[at] === 0xff && bytes[at + 1] === 0xff)) at += 1;
  return bytes.subarray(at, at + SIGNATURE.length).equals(SIGNATURE) ? at : null;
}

/** Starts without an end behind which nothing more is looked for: made to waste time. */
const FALSE_STARTS = 1000;

/** The whole pictures behind this byte. */
export function jpegsBehind(bytes: Buffer, end: number): JpegPicture[] {
  const found: JpegPicture[] = [];
  const lastEnd = bytes.lastIndexOf(Buffer.from([0xff, END]));
  let falseStarts = 0;
  let at = bytes.indexOf(SIGNATURE, end);
  while (at !== -1 && at < lastEnd && falseStarts < FALSE_STARTS) {
    const picture = jpegAt(bytes, at);
    if (picture) found.push(picture);
    else falseStarts += 1;
    at = bytes.indexOf(SIGNATURE, picture?.end ?? at + 1);
  }
  return found;
}

/** SOF0 to SOF15, among which DHT, JPG and DAC have their numbers. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** A stuffed byte, a restart marker, TEM or a fill byte: none has a length. */
const isPartOfCodedData = (marker: number): boolean =>
  marker === 0 || marker === 1 || marker === 0xff || (marker >= 0xd0 && marker <= START);
