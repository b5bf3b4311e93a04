/** Where a JPEG picture ends, and what follows it in the same file (ITU-T T.81, annex B). */

const START = 0xd8;
const END = 0xd9;
const APP2 = 0xe2;
const SIGNATURE = Buffer.from([0xff, START, 0xff]);
const MULTI_PICTURE = 'MPF\0';

interface JpegPicture {
  /** The byte after its end marker. */
  end: number;
  /** Such as "640 × 480"; empty where no frame header says it. */
  size: string;
  /** Its index of several pictures in the file (CIPA DC-007, as in MPO and Ultra HDR); null where it has none. */
  indexAt: number | null;
}

/** The picture that starts at this byte; null where none starts there, or its end marker is missing. */
export function jpegAt(bytes: Buffer, start: number): JpegPicture | null {
  let indexAt: number | null = null;
  let size = '';
  for (const { marker, at } of jpegMarkers(bytes, start)) {
    if (marker === END) return { end: at + 2, size, indexAt };
    if (isFrameHeader(marker) && at + 9 <= bytes.length) {
      size = `${bytes.readUInt16BE(at + 7)} × ${bytes.readUInt16BE(at + 5)}`;
    }
    const indexStart = at + 4 + MULTI_PICTURE.length;
    if (marker === APP2 && bytes.toString('latin1', at + 4, indexStart) === MULTI_PICTURE)
      indexAt ??= indexStart;
  }
  return null;
}

/** Up to the end marker. What is part of coded data is passed over, and segments by their length: thumbnails have ends too. */
export function* jpegMarkers(bytes: Buffer, start: number): Generator<{ marker: number; at: number }> {
  if (!bytes.subarray(start, start + SIGNATURE.length).equals(SIGNATURE)) return;
  let at = bytes.indexOf(0xff, start + 2);
  while (at !== -1 && at + 1 < bytes.length) {
    const marker = bytes[at + 1]!;
    const isMarker = !isPartOfCodedData(marker);
    if (isMarker) yield { marker, at };
    if (marker === END) return;
    const isSegment = isMarker && at + 4 <= bytes.length;
    at = bytes.indexOf(0xff, at + (isSegment ? 2 + bytes.readUInt16BE(at + 2) : marker === 0xff ? 1 : 2));
  }
}

/** A start marker before a marker that may follow it, then a frame header and an end: no three bytes by chance. */
export const isWholeJpeg = (bytes: Buffer, at: number): boolean =>
  bytes[at + 3]! >= 0xc0 && bytes[at + 3] !== 0xff && (jpegAt(bytes, at)?.size ?? '') !== '';

/** Starts without a picture that are looked at: each may be walked to the end of the file, which may be made of them. */
export const FALSE_JPEG_STARTS = 16;

/** Where the next picture of a film starts: at once, or behind bytes of padding. */
export function nextJpegStart(bytes: Buffer, end: number): number | null {
  let at = end;
  while (bytes[at] === 0 || (bytes[at] === 0xff && bytes[at + 1] === 0xff)) at += 1;
  return bytes.subarray(at, at + SIGNATURE.length).equals(SIGNATURE) ? at : null;
}

/** SOF0 to SOF15, among which DHT, JPG and DAC have their numbers. */
export const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** A stuffed byte, a restart marker, TEM or a fill byte: none has a length. */
const isPartOfCodedData = (marker: number): boolean =>
  marker === 0 || marker === 1 || marker === 0xff || (marker >= 0xd0 && marker <= START);
