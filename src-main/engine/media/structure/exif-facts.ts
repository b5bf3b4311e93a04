/** What the Exif and XMP metadata of a picture say of its device, program and times (CIPA DC-008, ISO 16684-1). */
import ExifReader from 'exifreader';
import type { FileFact } from '../../../shared/structure.ts';
import { claimsTooMuch, exifIn } from '../exif-directories.ts';
import type { StructureReader } from '../structure-reader.ts';
import type { PartList } from './part-list.ts';

/** Of the start of a picture; of other formats the metadata may stand behind the pixels. */
const HEAD_BYTES = 4 * 2 ** 20;

const tags: readonly [string, FileFact['kind']][] = [
  ['Make', 'device'],
  ['Model', 'device'],
  ['LensModel', 'device'],
  ['Software', 'writer'],
  ['DateTimeOriginal', 'time'],
  ['DateTimeDigitized', 'time'],
  ['DateTime', 'time'],
];

/** Where the picture says nothing, or nothing that can be read, nothing is added. */
export async function exifFacts(reader: StructureReader, list: PartList): Promise<void> {
  const bytes = await reader.bytes(0, HEAD_BYTES);
  const exif = exifOf(bytes, list);
  for (const [name, kind] of tags) {
    const text = (exif[name] as { description?: unknown } | undefined)?.description;
    if (typeof text === 'string') list.fact(kind, `Exif ${name}`, text, 0);
  }
  const tool = /xmp:CreatorTool(?:\s?=\s?"([^"]{1,200})"|>([^<]{1,200})<)/.exec(bytes.toString('latin1'));
  const text = tool?.[1] ?? tool?.[2];
  if (text !== undefined)
    list.fact('writer', 'XMP CreatorTool', Buffer.from(text, 'latin1').toString(), tool!.index);
}

/** Only what is asked for: the notes of a camera's maker, and thumbnails, are left alone. */
const options = { expanded: true, includeTags: { exif: tags.map(([name]) => name) } } as const;

function exifOf(bytes: Buffer, list: PartList): Record<string, unknown> {
  const exif = exifIn(bytes);
  if (exif === null) return {};
  if (claimsTooMuch(exif)) {
    list.gap('Exif was not read: it claims more than it can hold.');
    return {};
  }
  try {
    return { ...ExifReader.load(exif, options).exif };
  } catch {
    // Metadata that makes no sense is an error to the reader.
    return {};
  }
}
