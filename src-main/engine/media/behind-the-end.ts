/** Files that begin behind the end of a recording or picture, by their first bytes. */
import { FALSE_JPEG_STARTS, isWholeJpeg, jpegAt } from './jpeg-structure.ts';
import { PNG_SIGNATURE } from './png-chunks.ts';
import type { StructureReader } from './structure-reader.ts';

export interface FileBehind {
  kind: 'video' | 'picture' | 'archive';
  /** Such as "ZIP"; of archives alone, whose name says how to unpack them. */
  name: string;
  at: number;
}

interface Signature {
  kind: FileBehind['kind'];
  name: string;
  mark: Buffer;
  /** Place of the mark in the file that it is of. */
  markAt: number;
  /** Whether the other first bytes are those of such a file. */
  fits: (bytes: Buffer, at: number) => boolean;
  /** The byte behind such a file; null where it is not known. */
  endOf: (bytes: Buffer, at: number) => number | null;
  /** Marks without a file behind which no more are looked for: made to waste time. */
  falseStarts: number;
}

/** A larger tail is looked at up to here: disks fill up files by gigabytes. */
const SEARCHED_BYTES = 64 * 2 ** 20;
const HEAD_BYTES = 4096;

const signature = (
  kind: FileBehind['kind'],
  mark: string | Buffer,
  rest: Partial<Omit<Signature, 'kind' | 'mark'>> = {},
): Signature => ({
  ...{ kind, name: '', markAt: 0, fits: () => true, endOf: () => null, falseStarts: 1000, ...rest },
  mark: typeof mark === 'string' ? Buffer.from(mark, 'latin1') : mark,
});

const textAt = (bytes: Buffer, at: number, length: number) => bytes.toString('latin1', at, at + length);
const hasByteCount = (bytes: Buffer, end: number) => end <= bytes.length;
const isHeif = (bytes: Buffer, at: number) => /^(?:he[iv]|mif|msf|avi)/.test(textAt(bytes, at + 8, 4));

/** The size of a first box, and its brand. */
const isFirstBox = (bytes: Buffer, at: number) =>
  hasByteCount(bytes, at + 16) &&
  bytes.readUInt32BE(at) >= 16 &&
  bytes.readUInt32BE(at) <= 1024 &&
  /^[\x20-\x7e]{4}$/.test(textAt(bytes, at + 8, 4));

/** Long enough to be believed wherever they stand. */
const signatures: readonly Signature[] = [
  signature('video', 'ftyp', { markAt: 4, fits: (bytes, at) => isFirstBox(bytes, at) && !isHeif(bytes, at) }),
  signature('picture', 'ftyp', {
    markAt: 4,
    fits: (bytes, at) => isFirstBox(bytes, at) && isHeif(bytes, at),
  }),
  signature('video', '\x1a\x45\xdf\xa3', {
    fits: (bytes, at) => /matroska|webm/.test(textAt(bytes, at, 80)),
  }),
  signature('video', 'RIFF', { fits: (bytes, at) => textAt(bytes, at + 8, 8) === 'AVI LIST' }),
  signature('picture', 'RIFF', {
    fits: (bytes, at) => textAt(bytes, at + 8, 7) === 'WEBPVP8',
    endOf: (bytes, at) => at + 8 + bytes.readUInt32LE(at + 4),
  }),
  signature('video', 'FLV\x01', {
    fits: (bytes, at) => hasByteCount(bytes, at + 9) && bytes.readUInt32BE(at + 5) === 9,
  }),
  signature('video', Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex')),
  signature('video', Buffer.from('060e2b34020501010d0102010102', 'hex')),
  signature('video', 'nut/multimedia container\0'),
  signature('video', Buffer.from('b7d800203749da11a64e0007e95ead8d', 'hex')),
  signature('video', 'OggS\0\x02'),
  signature('video', 'YUV4MPEG2 '),
  signature('video', 'DKIF\0\0\x20\0'),
  signature('picture', 'GIF8', { fits: (bytes, at) => /^[79]a$/.test(textAt(bytes, at + 4, 2)) }),
  signature('picture', PNG_SIGNATURE, {
    fits: (bytes, at) => textAt(bytes, at + 12, 4) === 'IHDR',
    endOf: pngEnd,
  }),
  signature('picture', '\xff\xd8\xff', {
    fits: isWholeJpeg,
    endOf: (bytes, at) => jpegAt(bytes, at)?.end ?? null,
    falseStarts: FALSE_JPEG_STARTS,
  }),
  signature('archive', 'PK\x03\x04', { name: 'ZIP', fits: isZipEntry }),
  signature('archive', 'Rar!\x1a\x07', { name: 'RAR' }),
  signature('archive', '7z\xbc\xaf\x27\x1c', { name: '7-Zip' }),
];

/** Too short for that, and believed only where the file before them ends. */
const shortSignatures: readonly Signature[] = [
  signature('picture', '\xff\xd8\xff', {
    fits: (bytes, at) => /^[\xc0-\xc4\xdb-\xfe]/.test(textAt(bytes, at + 3, 1)),
  }),
  signature('picture', 'BM', {
    fits: (bytes, at) =>
      hasByteCount(bytes, at + 18) &&
      bytes.readUInt32LE(at + 6) === 0 &&
      [12, 40, 52, 56, 64, 108, 124].includes(bytes.readUInt32LE(at + 14)),
  }),
  signature('picture', 'II*\0', { fits: (bytes, at) => bytes[at + 7] === 0 }),
  signature('picture', 'MM\0*', { fits: (bytes, at) => bytes[at + 4] === 0 }),
  signature('video', 'G', { fits: (bytes, at) => repeats(bytes, at, 188) }),
  signature('video', 'G', { markAt: 4, fits: (bytes, at) => repeats(bytes, at + 4, 192) }),
  signature('video', '\0\0\x01\xba', {
    fits: (bytes, at) => (bytes[at + 4]! & 0xc4) === 0x44 || (bytes[at + 4]! & 0xf1) === 0x21,
  }),
  ...['moov', 'mdat', 'wide', 'pnot'].map((box) => signature('video', box, { markAt: 4 })),
];

/**
 * @param end of the recording or picture that the file begins with
 * @param isSearched whether other data may stand between, as cameras append it; else only what begins at the end counts
 */
export async function filesBehind(
  reader: StructureReader,
  end: number,
  isSearched: boolean,
): Promise<FileBehind[]> {
  const limit = Math.min(reader.sizeBytes, end + SEARCHED_BYTES);
  const filled = await reader.zerosEnd(end, limit);
  if (filled === limit) return [];
  // A file may begin with zeros itself, as the first box of an MP4 does.
  const start = Math.max(end, filled - 3);
  const bytes = await reader.bytes(start, isSearched ? SEARCHED_BYTES : HEAD_BYTES);
  const found: FileBehind[] = [];
  const places = new Map<Signature, number>();
  const directlyUpTo = filled - start + 1;
  const searchedUpTo = isSearched ? bytes.length : directlyUpTo;
  for (let from = 0; from < searchedUpTo;) {
    let next: { at: number; by: Signature } | null = null;
    for (const by of from === 0 ? [...signatures, ...shortSignatures] : signatures) {
      const known = places.get(by) ?? -1;
      const upTo = shortSignatures.includes(by) ? directlyUpTo : searchedUpTo;
      const at = known >= from ? known : await placeOf(by, bytes, from, upTo, reader);
      places.set(by, at);
      if (at < (next?.at ?? Infinity)) next = { at, by };
    }
    if (next === null || next.at === Infinity) break;
    const { at, by } = next;
    found.push({ kind: by.kind, name: by.name, at: start + at });
    from = by.endOf(bytes, at) ?? Infinity;
  }
  return found;
}

/** Infinity where there is none. */
async function placeOf(
  { mark, markAt, fits, falseStarts }: Signature,
  bytes: Buffer,
  from: number,
  upTo: number,
  reader: StructureReader,
): Promise<number> {
  let tries = 0;
  for (
    let at = bytes.indexOf(mark, from + markAt) - markAt;
    at >= from && at < upTo && tries < falseStarts;
    at = bytes.indexOf(mark, at + markAt + 1) - markAt
  ) {
    await reader.letCancel();
    if (fits(bytes, at)) return at;
    tries += 1;
  }
  return Infinity;
}

const repeats = (bytes: Buffer, at: number, step: number) =>
  [0, 1, 2].every((packet) => bytes[at + packet * step] === 0x47);

function pngEnd(bytes: Buffer, start: number): number | null {
  for (let at = start + PNG_SIGNATURE.length; at + 12 <= bytes.length;) {
    const type = textAt(bytes, at + 4, 4);
    at += 12 + bytes.readUInt32BE(at);
    if (type === 'IEND') return at;
  }
  return null;
}

/** The version that it needs, its way of packing and the length of its name are small numbers. */
function isZipEntry(bytes: Buffer, at: number): boolean {
  if (!hasByteCount(bytes, at + 30)) return false;
  const [version, packing, nameBytes] = [4, 8, 26].map((place) => bytes.readUInt16LE(at + place));
  return version! <= 63 && packing! < 100 && nameBytes! > 0 && nameBytes! < 1024;
}
