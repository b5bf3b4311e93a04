/** Parts of a file that hold pictures and were not examined, each as a sentence that says how to examine it. */
import { lateStreamAdvice } from './probe-failure.ts';
import type { FfprobeReport, FfprobeStream } from './ffprobe-report.ts';
import type { FileBehind } from './behind-the-end.ts';
import { notReadText, readStructure, type Ending } from './structure-reader.ts';
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
            ? `The file has a cover picture that was not examined. ${again(covers)}`
            : `The file has ${covers.length} cover pictures that were not examined. ${again(covers)}`,
        ]
      : []),
  ];
}

function again(streams: readonly { index: number }[]): string {
  const numbers = streams.map(({ index }) => index).join(' or ');
  return `To examine it, analyse the file again with stream ${numbers} (Analysis settings, or --stream).`;
}

function streamText({
  index,
  codec_name: codec = 'unknown codec',
  width = 0,
  height = 0,
}: FfprobeStream): string {
  const another = `The file has another video stream that was not examined: stream ${index}`;
  return width > 0 && height > 0
    ? `${another} (${codec}, ${width} × ${height}). ${again([{ index }])}`
    : `${another} (${codec}). ${lateStreamAdvice(index)}`;
}

/** The pages of a TIFF behind the first one. */
export async function furtherPagesText(
  path: string,
  sizeBytes: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const pages = await readStructure<number | { notReadFrom: number }>(
    path,
    sizeBytes,
    signal,
    tiffPagesBehind,
    (notReadFrom) => ({ notReadFrom }),
  );
  if (pages === 0) return [];
  if (typeof pages === 'object') return notReadText(pages.notReadFrom, 'whether it has further pages');
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

/**
 * Cameras append further views, gain maps and previews; a phone's motion photo is a picture with an MP4 behind it.
 * @param first what the file begins with, and was examined
 */
export function behindText(behind: readonly FileBehind[], first: 'picture' | 'video'): string[] {
  const pictures = behind.filter(({ kind }) => kind === 'picture');
  const video = behind.find(({ kind }) => kind === 'video');
  const archive = behind.find(({ kind }) => kind === 'archive');
  return [
    ...(pictures.length === 0 ? [] : [picturesText(pictures.length, pictures[0]!.at, first)]),
    ...(video === undefined ? [] : [videoText(video.at, first)]),
    ...(archive === undefined
      ? []
      : [
          `An archive (${archive.name}) follows the ${first} in this file (from byte ${archive.at}) and was not examined. Save it as a file of its own, unpack it, and add the videos and pictures in it as evidence.`,
        ]),
  ];
}

const videoText = (at: number, first: 'picture' | 'video'): string =>
  first === 'picture'
    ? `A video follows the picture in this file (from byte ${at}, as in a motion photo) and was not examined. Save it as a file of its own and add that as evidence.`
    : `Another recording follows in this file (from byte ${at}) and was not examined. Save it as a file of its own and add that as evidence.`;

function picturesText(count: number, from: number, first: 'picture' | 'video'): string {
  const before = first === 'picture' ? 'the first one' : 'the video';
  const more = first === 'picture' ? ' more' : '';
  return count === 1
    ? `One${more} picture follows ${before} in this file (from byte ${from}) and was not examined. Save it as a file of its own and add that as evidence.`
    : `${count}${more} pictures follow ${before} in this file (the first from byte ${from}) and were not examined. Save each as a file of its own and add those as evidence.`;
}
