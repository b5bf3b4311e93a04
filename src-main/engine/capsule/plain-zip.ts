/**
 * Whether a zip says in one way only what is in it. It has a header before each file and a table of all at its end, and
 * programs differ in which they believe. Where the two differ, another program unpacks other files than were checked here.
 * So every byte of a capsule must belong to one file or to the table.
 */
import { open } from 'node:fs/promises';
import type { Entry, LocalFileHeader, ZipFile } from 'yauzl';

/** Sizes of the parts of a zip without 64-bit sizes (APPNOTE 6.3.10, sections 4.3.9, 4.3.12 and 4.3.16). */
const [DESCRIPTOR_BYTES, TABLE_ROW_BYTES, END_BYTES] = [16, 46, 22];
/** Where the end record says where the table begins. */
const TABLE_OFFSET_AT = 16;
/** Sizes and checksum come behind the file. */
const HAS_DESCRIPTOR = 0x08;
const STORED = 0;
/** Where to find the table of the 64-bit extension, right before the end record; another name could end in it. */
const [LOCATOR, LOCATOR_BYTES] = [0x07064b50, 20];
/** The kind of a file in the mode of Unix, in the upper half of its attributes; nothing else counts. */
const [KIND_OF_FILE, REGULAR_FILE] = [0o170000, 0o100000];

/** @returns how the zip is not as Exhibit writes it, as half a sentence; null if it is. @throws Error of yauzl or the disk */
export async function oddityOf(
  path: string,
  zip: ZipFile,
  entries: readonly Entry[],
): Promise<string | null> {
  let [end, tableBytes] = [0, 0];
  for (const entry of entries) {
    const oddity = oddityOfEntry(entry);
    if (oddity !== null) return oddity;
    if (entry.relativeOffsetOfLocalHeader !== end) return `something else is before ${entry.fileName}`;
    const header = await zip.readLocalFileHeaderPromise(entry);
    if (!isSame(header, entry)) return `${entry.fileName} has two descriptions that differ`;
    const hasDescriptor = (header.generalPurposeBitFlag & HAS_DESCRIPTOR) !== 0;
    end = header.fileDataStart + entry.compressedSize + (hasDescriptor ? DESCRIPTOR_BYTES : 0);
    tableBytes += TABLE_ROW_BYTES + entry.fileNameRaw.length;
  }
  const isWhole = end + tableBytes + END_BYTES === zip.fileSize && (await tableOffset(path, zip)) === end;
  return isWhole ? null : 'it holds something that is not in its list of files';
}

function oddityOfEntry(entry: Entry): string | null {
  const { fileName, compressionMethod, externalFileAttributes, extraFieldLength, fileCommentLength } = entry;
  if (compressionMethod !== STORED) return `${fileName} is compressed`;
  const kind = (externalFileAttributes >>> 16) & KIND_OF_FILE;
  if (kind !== 0 && kind !== REGULAR_FILE) return `${fileName} is a link or another special file`;
  return extraFieldLength + fileCommentLength > 0 ? `${fileName} has further fields` : null;
}

function isSame(header: LocalFileHeader, entry: Entry): boolean {
  const { compressedSize, uncompressedSize, crc32 } =
    (header.generalPurposeBitFlag & HAS_DESCRIPTOR) === 0
      ? entry
      : { compressedSize: 0, uncompressedSize: 0, crc32: 0 };
  return (
    header.fileName.equals(entry.fileNameRaw) &&
    header.extraFieldLength === 0 &&
    header.compressionMethod === entry.compressionMethod &&
    header.generalPurposeBitFlag === entry.generalPurposeBitFlag &&
    header.compressedSize === compressedSize &&
    header.uncompressedSize === uncompressedSize &&
    header.crc32 === crc32
  );
}

/** NaN where programs that know the 64-bit extension would look for the table elsewhere. */
async function tableOffset(path: string, { fileSize }: ZipFile): Promise<number> {
  const file = await open(path, 'r');
  try {
    const bytes = LOCATOR_BYTES + END_BYTES;
    const { buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, Math.max(0, fileSize - bytes));
    if (buffer.readUInt32LE(0) === LOCATOR) return NaN;
    return buffer.readUInt32LE(LOCATOR_BYTES + TABLE_OFFSET_AT);
  } finally {
    await file.close();
  }
}
