/** What the Exif and XMP metadata of a picture say of its device, program and times (CIPA DC-008, ISO 16684-1). */
import ExifReader from 'exifreader';
import type { FileFact } from '../../../shared/structure.ts';
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
  const exif = exifOf(bytes);
  for (const [name, kind] of tags) {
    const text = (exif[name] as { description?: unknown } | undefined)?.description;
    if (typeof text === 'string') list.fact(kind, `Exif ${name}`, text, 0);
  }
  const tool = /xmp:CreatorTool(?:\s?=\s?"([^"]{1,200})"|>([^<]{1,200})<)/.exec(bytes.toString('latin1'));
  const text = tool?.[1] ?? tool?.[2];
  if (text !== undefined)
    list.fact('writer', 'XMP CreatorTool', Buffer.from(text, 'latin1').toString(), tool!.index);
}

function exifOf(bytes: Buffer): Record<string, unknown> {
  try {
    return { ...ExifReader.load(bytes, { expanded: true }).exif };
  } catch {
    // A picture without metadata is an error to the reader, and so is metadata that makes no sense.
    return {};
  }
}
