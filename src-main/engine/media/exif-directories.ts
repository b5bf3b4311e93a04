/**
 * The directories of a picture's Exif metadata, which is a TIFF within the picture (CIPA DC-008, section 4.5; TIFF 6.0,
 * section 2), in bytes that are at hand: what they claim to hold, and the orientation.
 */
import { jpegMarkers } from './jpeg-structure.ts';
import { PNG_SIGNATURE } from './png-chunks.ts';
import { typeBytes } from './tiff-directories.ts';

const APP1 = 0xe1;
const SCAN = 0xda;
const EXIF = Buffer.from('Exif\0\0', 'latin1');
const ORIENTATION = 0x0112;
/** To the directories of Exif, GPS and interoperability. */
const pointers = new Set([0x8769, 0x8825, 0xa005]);
const ENTRY_BYTES = 12;
/** A picture has five at most, a segment of a JPEG 64 kB. */
const MOST_DIRECTORIES = 16;
const MOST_BYTES = 2 ** 20;

/** Of a JPEG, PNG, WebP or TIFF; null where it has none. @param bytes the picture, or its start */
export function exifIn(bytes: Buffer): Buffer | null {
  if (isTiff(bytes)) return bytes;
  const found = bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)
    ? pngExif(bytes)
    : bytes.toString('latin1', 8, 12) === 'WEBP'
      ? webpExif(bytes)
      : jpegExif(bytes);
  return found && isTiff(found) ? found : null;
}

/**
 * Whether its entries claim more bytes than any picture needs. Thousands of entries that claim the same bytes keep a reader
 * for long.
 */
export function claimsTooMuch(exif: Buffer): boolean {
  const { u32 } = order(exif);
  const seen = new Set<number>();
  const ahead = [u32(4)];
  let claimed = 0;
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    if (at === 0 || seen.has(at)) continue;
    seen.add(at);
    if (seen.size > MOST_DIRECTORIES) return true;
    const { entries, next } = directoryAt(exif, at);
    for (const { tag, type, count, valueAt } of entries) {
      claimed += (typeBytes[type] ?? 0) * count;
      if (claimed > MOST_BYTES) return true;
      if (pointers.has(tag)) ahead.push(u32(valueAt));
    }
    ahead.push(next);
  }
  return false;
}

/** The value of its tag, 1 to 8; null where the first directory has none. */
export function orientationIn(exif: Buffer): number | null {
  const { u16, u32 } = order(exif);
  for (const { tag, type, valueAt } of directoryAt(exif, u32(4)).entries) {
    if (tag !== ORIENTATION) continue;
    return type === 3 ? u16(valueAt) : type === 4 ? u32(valueAt) : null;
  }
  return null;
}

const isTiff = (bytes: Buffer): boolean =>
  bytes.length >= 8 && /^(?:II\*\0|MM\0\*)/.test(bytes.toString('latin1', 0, 4));

function order(exif: Buffer) {
  const little = exif[0] === 0x49;
  return {
    u16: (at: number) => (little ? exif.readUInt16LE(at) : exif.readUInt16BE(at)),
    u32: (at: number) => (little ? exif.readUInt32LE(at) : exif.readUInt32BE(at)),
  };
}

/** As far as it is in the bytes. */
function directoryAt(exif: Buffer, at: number) {
  const { u16, u32 } = order(exif);
  if (at + 2 > exif.length) return { entries: [], next: 0 };
  const start = at + 2;
  const claimed = u16(at);
  const count = Math.min(claimed, Math.floor((exif.length - start) / ENTRY_BYTES));
  const entries = Array.from({ length: count }, (_, i) => {
    const entry = start + i * ENTRY_BYTES;
    return { tag: u16(entry), type: u16(entry + 2), count: u32(entry + 4), valueAt: entry + 8 };
  });
  const end = start + count * ENTRY_BYTES;
  return { entries, next: count < claimed || end + 4 > exif.length ? 0 : u32(end) };
}

function jpegExif(bytes: Buffer): Buffer | null {
  for (const { marker, at } of jpegMarkers(bytes, 0)) {
    if (marker === SCAN) return null;
    if (marker === APP1 && bytes.subarray(at + 4, at + 10).equals(EXIF))
      return bytes.subarray(at + 10, at + 2 + bytes.readUInt16BE(at + 2));
  }
  return null;
}

function pngExif(bytes: Buffer): Buffer | null {
  for (let at = PNG_SIGNATURE.length; at + 8 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'eXIf') return bytes.subarray(at + 8, end);
    at = end + 4;
  }
  return null;
}

/** Some programs repeat the letters that a JPEG has in front. */
function webpExif(bytes: Buffer): Buffer | null {
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32LE(at + 4);
    const content = bytes.subarray(at + 8, at + 8 + size);
    if (bytes.toString('latin1', at, at + 4) === 'EXIF')
      return content.subarray(content.subarray(0, EXIF.length).equals(EXIF) ? EXIF.length : 0);
    at += 8 + size + (size % 2);
  }
  return null;
}
