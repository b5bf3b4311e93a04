/** Parts of a file that hold pictures and were not examined, each as a sentence that says how to examine it. */
import { lateStreamAdvice } from './probe-failure.ts';
import type { FfprobeReport, FfprobeStream } from './ffprobe-report.ts';
import { jpegAt, jpegsBehind } from './jpeg-structure.ts';
import { PNG_SIGNATURE, pngChunks } from './png-chunks.ts';
import { readStructure, type Ending, type StructureReader } from './structure-reader.ts';
import { tiffPagesBehind } from './tiff-directories.ts';

export const isCover = ({ disposition }: FfprobeStream): boolean =>
  disposition['attached_pic'] === 1 || disposition['timed_thumbnails'] === 1;

/** Other video streams, and pictures that come along. */
export function unexaminedStreams({ streams }: FfprobeReport, examined: number): string[] {
  const others = streams.filter(({ codec_type, index }) => codec_type === 'video' && index !== examined);
  const covers = others.filter(isCover);
  const videos = others.filter((stream) => !isCover(stream));
  return [
    ...videos.map(streamText),
    ...(covers.length > 0
      ? [
          covers.length === 1
            ? `The file has a cover picture that was not examined. Analyse the file again with --stream ${covers[0]!.index}.`
            : `The file has ${covers.length} cover pictures that were not examined. Analyse the file again with --stream ${covers.map(({ index }) => index).join(' or ')}.`,
        ]
      : []),
  ];
}

function streamText({
  index,
  codec_name: codec = 'unknown codec',
  width = 0,
  height = 0,
}: FfprobeStream): string {
  const another = `The file has another video stream that was not examined: stream ${index}`;
  return width > 0 && height > 0
    ? `${another} (${codec}, ${width} × ${height}). Analyse the file again with --stream ${index}.`
    : `${another} (${codec}). ${lateStreamAdvice(index)}`;
}

/** What follows the picture that a still is examined by: further pages, pictures, or a video. */
export const behindThePicture = (
  path: string,
  container: string,
  sizeBytes: number,
  signal?: AbortSignal,
): Promise<string[]> =>
  readStructure(path, sizeBytes, signal, async (reader) => {
    if (container === 'tiff_pipe') return pagesText(await tiffPagesBehind(reader));
    const bytes = await reader.whole();
    const end = bytes && (await pictureEnd(container, bytes, reader));
    return bytes && end !== null ? behind(bytes, end) : [];
  });

function pagesText(pages: number): string[] {
  if (pages === 0) return [];
  return [
    `The file has ${pages} more ${pages === 1 ? 'page' : 'pages'} that ${pages === 1 ? 'was' : 'were'} not examined. ` +
      'Save each page as a file of its own (for example with tiffsplit) and add those as evidence.',
  ];
}

/** @param readTo the last byte at which a frame of the examined video begins; null where that is not known */
export function anotherRecordingText(
  { anotherAt, isOfAnotherCoding = false }: Ending,
  readTo: number | null,
): string[] {
  if (anotherAt === null) return [];
  const isRead = readTo !== null && readTo > anotherAt;
  if (isRead && !isOfAnotherCoding) {
    return [
      `At least two recordings were put end to end in this file (the second from byte ${anotherAt}). They were examined as one video.`,
    ];
  }
  const result = isRead
    ? 'was read with the wrong decoder: its video is coded in another way'
    : 'was not examined';
  return [
    `Another recording follows in this file (from byte ${anotherAt}) and ${result}. Save it as a file of its own and add that as evidence.`,
  ];
}

/** null where the picture does not end in the file, or its format does not say where. */
async function pictureEnd(container: string, bytes: Buffer, reader: StructureReader): Promise<number | null> {
  if (container === 'jpeg_pipe') return jpegAt(bytes, 0)?.end ?? null;
  if (container === 'webp_pipe') return 8 + bytes.readUInt32LE(4);
  if (container === 'bmp_pipe') return bytes.readUInt32LE(2);
  if (container !== 'png_pipe') return null;
  let end: number | null = null;
  for await (const chunk of pngChunks(reader)) end = chunk.type === 'IEND' ? chunk.end : null;
  return end;
}

/** Cameras append further views, gain maps and previews; a phone's motion photo is a picture with an MP4 behind it. */
function behind(bytes: Buffer, end: number): string[] {
  const pictures = jpegsBehind(bytes, end);
  const png = bytes.indexOf(PNG_SIGNATURE, end);
  const video = videoBehind(bytes, end);
  return [
    ...(pictures.length === 0 ? [] : [picturesText(pictures.length, pictures[0]!.start)]),
    ...(png === -1 ? [] : [picturesText(null, png)]),
    ...(video === null
      ? []
      : [
          `A video follows the picture in this file (from byte ${video}, as in a motion photo) and was not examined. Save it as a file of its own and add that as evidence.`,
        ]),
  ];
}

/** @param count null where they were not counted */
function picturesText(count: number | null, from: number): string {
  const follow =
    count === 1
      ? 'One more picture follows the first one'
      : `${count === null ? 'More' : `${count} more`} pictures follow the first one`;
  return (
    `${follow} in this file (from byte ${from}) and ${count === 1 ? 'was' : 'were'} not examined. ` +
    'Save each as a file of its own and add those as evidence.'
  );
}

/** A box begins with its size, then its type; the brands of an MP4's first box are printable. */
function videoBehind(bytes: Buffer, end: number): number | null {
  for (let at = bytes.indexOf('ftyp', end + 4); at !== -1; at = bytes.indexOf('ftyp', at + 4)) {
    const size = bytes.readUInt32BE(at - 4);
    const isBox =
      size >= 16 && size <= 1024 && /^[\x20-\x7e]{4}$/.test(bytes.toString('latin1', at + 4, at + 8));
    if (isBox) return at - 4;
  }
  return null;
}
