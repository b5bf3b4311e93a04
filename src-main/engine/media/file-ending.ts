/**
 * Whether a file ends before its own structure does, and whether another recording follows. Nothing is guessed: a
 * decoder's complaints prove nothing, since decoders also complain about intact files.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { asfEnding } from './endings/asf.ts';
import { bitmapEnding } from './endings/bitmap.ts';
import { dvEnding } from './endings/dv.ts';
import { flvEnding } from './endings/flv.ts';
import { gifEnding } from './endings/gif.ts';
import { ivfEnding } from './endings/ivf.ts';
import { jpegEnding, jpegFilmEnding } from './endings/jpeg.ts';
import { matroskaEnding } from './endings/matroska.ts';
import { mp4Ending } from './endings/mp4.ts';
import { mxfEnding } from './endings/mxf.ts';
import { nutEnding } from './endings/nut.ts';
import { oggEnding } from './endings/ogg.ts';
import { pngEnding } from './endings/png.ts';
import { programStreamEnding } from './endings/program-stream.ts';
import { riffEnding } from './endings/riff.ts';
import { filesBehind, type FileBehind } from './behind-the-end.ts';
import {
  readStructure,
  sound,
  walkLimits,
  type Ending,
  type ReadEnding,
  type StructureReader,
} from './structure-reader.ts';
import { tiffEnding } from './endings/tiff.ts';
import { transportStreamEnding } from './endings/transport-stream.ts';
import { wtvEnding } from './endings/wtv.ts';
import { yuv4mpegEnding } from './endings/yuv4mpeg.ts';

/** By ffmpeg's names of the demuxers; other formats hold no proof. */
const endings: readonly [RegExp, ReadEnding][] = [
  [/^mov,mp4/, mp4Ending],
  [/^matroska/, matroskaEnding],
  [/^(avi|webp_pipe)$/, riffEnding],
  [/^flv$/, flvEnding],
  [/^asf$/, asfEnding],
  [/^ogg$/, oggEnding],
  [/^nut$/, nutEnding],
  [/^mxf/, mxfEnding],
  [/^mpegts$/, transportStreamEnding],
  [/^mpeg$/, programStreamEnding],
  [/^yuv4mpegpipe$/, yuv4mpegEnding],
  [/^ivf$/, ivfEnding],
  [/^dv$/, dvEnding],
  [/^wtv$/, wtvEnding],
  [/^a?png(_pipe)?$/, pngEnding],
  [/^gif$/, gifEnding],
  [/^jpeg_pipe$/, jpegEnding],
  [/^mjpeg$/, jpegFilmEnding],
  [/^bmp_pipe$/, bitmapEnding],
  [/^tiff_pipe$/, tiffEnding],
];

/** Behind pictures, cameras and programs put data of their own; behind others, only what begins at the very end counts. */
const isSearched = /^(?:(?:jpeg|png|webp|bmp)_pipe|gif|apng)$/;

export interface FileEnding extends Ending {
  /** Files of other kinds behind the end, or further pictures. */
  behind: readonly FileBehind[];
}

/** @param known what the structure says, where it was read already @param limits of the walk */
export async function fileEnding(
  path: string,
  { container, sizeBytes }: Pick<MediaInfo, 'container' | 'sizeBytes'>,
  signal?: AbortSignal,
  known?: Ending,
  limits = walkLimits,
): Promise<FileEnding> {
  const walk = async (reader: StructureReader) => {
    const read = endings.find(([names]) => names.test(container))?.[1];
    const ending = known ?? (await read?.(reader)) ?? sound;
    const behind =
      ending.end === undefined ? [] : await filesBehind(reader, ending.end, isSearched.test(container));
    return { ...ending, behind };
  };
  const notRead = (notReadFrom: number): FileEnding => ({ ...sound, notReadFrom, behind: [] });
  return readStructure(path, sizeBytes, signal, walk, notRead, limits);
}
