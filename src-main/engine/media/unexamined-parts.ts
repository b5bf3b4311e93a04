/** Parts of a file that hold pictures and were not examined, each as a sentence that says how to examine it. */
import { open } from 'node:fs/promises';
import type { FfprobeReport, FfprobeStream } from './ffprobe-report.ts';
import { diskPath } from './path-bytes.ts';

export const isCover = ({ disposition }: FfprobeStream): boolean =>
  disposition['attached_pic'] === 1 || disposition['timed_thumbnails'] === 1;

/** Other video streams, and pictures that come along. */
export function unexaminedStreams({ streams }: FfprobeReport, examined: number): string[] {
  const others = streams.filter(({ codec_type, index }) => codec_type === 'video' && index !== examined);
  const covers = others.filter(isCover);
  const videos = others.filter((stream) => !isCover(stream));
  return [
    ...videos.map(
      ({ index, codec_name, width, height }) =>
        `The file has another video stream that was not examined: stream ${index} (${codec_name ?? 'unknown codec'}, ${width} × ${height}). Analyse the file again with --stream ${index}.`,
    ),
    ...(covers.length > 0
      ? [
          covers.length === 1
            ? `The file has a cover picture that was not examined. Analyse the file again with --stream ${covers[0]!.index}.`
            : `The file has ${covers.length} cover pictures that were not examined. Analyse the file again with --stream ${covers.map(({ index }) => index).join(' or ')}.`,
        ]
      : []),
  ];
}

/** Motion photos are at most a few tens of megabytes. */
const SEARCHED_BYTES = 256 * 2 ** 20;

/** A phone's motion photo is a JPEG with an MP4 behind it. */
export async function appendedVideo(path: string, sizeBytes: number): Promise<string[]> {
  if (sizeBytes > SEARCHED_BYTES) return [];
  const file = await open(diskPath(path), 'r');
  try {
    const bytes = Buffer.alloc(sizeBytes);
    await file.read(bytes, 0, sizeBytes, 0);
    const end = bytes.indexOf(Buffer.from([0xff, 0xd9]));
    // A box begins with its size, then its type; the brands of an MP4's first box are printable.
    for (let at = bytes.indexOf('ftyp', Math.max(end, 4)); at !== -1; at = bytes.indexOf('ftyp', at + 4)) {
      const size = bytes.readUInt32BE(at - 4);
      if (size < 16 || size > 1024 || !/^[\x20-\x7e]{4}$/.test(bytes.toString('latin1', at + 4, at + 8)))
        continue;
      return [
        `A video follows the picture in this file (from byte ${at - 4}, as in a motion photo) and was not examined. Save it as a file of its own and add that as evidence.`,
      ];
    }
    return [];
  } finally {
    await file.close();
  }
}
