/**
 * How a file is put together, read from its own bytes: its parts with their places, what they say of writer, device and
 * times, and what that is compatible with. Nothing here is a verdict, and nothing here says that a file is damaged.
 */
import type { MediaInfo } from '../../../shared/domain.ts';
import type { FileStructure, StructureForm } from '../../../shared/structure.ts';
import { readStructure, type StructureReader } from '../structure-reader.ts';
import { exifFacts } from './exif-facts.ts';
import { compatibleWriters } from './known-writers.ts';
import { matroskaParts } from './matroska-parts.ts';
import { mp4Parts } from './mp4-parts.ts';
import { PartList } from './part-list.ts';
import { jpegParts, pngParts } from './picture-parts.ts';
import { riffParts } from './riff-parts.ts';

type ReadParts = (reader: StructureReader, list: PartList) => Promise<void>;

/** By ffmpeg's names of the demuxers. */
const forms: readonly { containers: RegExp; form: StructureForm; parts: ReadParts; isPicture: boolean }[] = [
  { containers: /^mov,mp4/, form: 'MP4 boxes', parts: mp4Parts, isPicture: false },
  { containers: /^matroska/, form: 'EBML elements', parts: matroskaParts, isPicture: false },
  { containers: /^avi$/, form: 'RIFF chunks', parts: riffParts, isPicture: false },
  { containers: /^webp_pipe$/, form: 'RIFF chunks', parts: riffParts, isPicture: true },
  { containers: /^jpeg_pipe$/, form: 'JPEG segments', parts: jpegParts, isPicture: true },
  { containers: /^a?png(_pipe)?$/, form: 'PNG chunks', parts: pngParts, isPicture: true },
];

/**
 * What goes wrong is told in the list: a description that is never a reason of a verdict must not cost the verdict.
 * @returns null for a format of which the parts are not listed
 * @throws the abort reason
 */
export async function fileStructure(
  path: string,
  { container, sizeBytes }: Pick<MediaInfo, 'container' | 'sizeBytes'>,
  signal?: AbortSignal,
): Promise<FileStructure | null> {
  // The list of parts has narrower limits of its own.
  const notRead = () => undefined;
  return structureFrom((read) => readStructure(path, sizeBytes, signal, read, notRead), container, signal);
}

/** The same of bytes that are at hand. */
export const structureOf = (reader: StructureReader, container: string): Promise<FileStructure | null> =>
  structureFrom((read) => read(reader), container);

async function structureFrom(
  open: (read: (reader: StructureReader) => Promise<void>) => Promise<void>,
  container: string,
  signal?: AbortSignal,
): Promise<FileStructure | null> {
  const known = forms.find(({ containers }) => containers.test(container));
  if (known === undefined) return null;
  const list = new PartList();
  try {
    await open(async (reader) => {
      await known.parts(reader, list);
      if (known.isPicture) await exifFacts(reader, list);
    });
  } catch (cause) {
    signal?.throwIfAborted();
    list.fail(cause as Error);
  }
  return {
    form: known.form,
    parts: list.parts,
    facts: list.facts,
    notListed: list.gaps,
    writers: compatibleWriters(list.facts),
    // C2PA defines no place in Matroska.
    credentials:
      known.form === 'EBML elements' ? 'not-looked-for' : list.hasCredentials ? 'present' : 'absent',
  };
}
