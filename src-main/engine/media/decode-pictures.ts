/**
 * Decodes many small pictures, such as the face crops of a training set, a few hundred a process: a process each
 * would take longer to start than its picture to decode. Pictures of one format and size share a process.
 */
import { readFile } from 'node:fs/promises';
import { imageSizeFromFile } from 'image-size/fromFile';
import { EngineError, reportOf, type ErrorReport } from '../../shared/errors.ts';
import { groupedBy } from '../grouped.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import type { Frame } from './frame.ts';
import { MediaProcess } from './media-process.ts';

export interface PictureRequest {
  paths: readonly string[];
  tools: FfmpegTools;
  signal: AbortSignal;
  /** Told of each picture that gives no frame. */
  onFailure: (path: string, error: ErrorReport) => void;
}

/** Pixels of one batch, all in memory together; at least one picture is. */
const BATCH_BYTES = 64 * 2 ** 20;

/**
 * Pictures up to this size are taken for crops of a face, often so tight that a detector misses it: their edge is
 * repeated outwards by a quarter of their side.
 */
const CROP_PX = 512;
const BORDER = 0.25;

/** Formats that ffmpeg can split from one stream. */
const decoders: Readonly<Record<string, string>> = { jpg: 'mjpeg', png: 'png' };

interface Picture {
  path: string;
  index: number;
  format: string;
  width: number;
  height: number;
}

/** @returns frames grouped by size; `frameIndex` is the place in `paths` */
export async function* decodePictures({
  paths,
  tools,
  signal,
  onFailure,
}: PictureRequest): AsyncGenerator<Frame> {
  const pictures: Picture[] = [];
  for (const [index, path] of paths.entries()) {
    signal.throwIfAborted();
    const size = await sizeOf(path);
    if ('code' in size) onFailure(path, size);
    else pictures.push({ path, index, ...size });
  }
  const alike = groupedBy(pictures, ({ format, width, height }) => `${format} ${width} ${height}`);
  for (const group of alike.values()) yield* decodeAlike(group, tools, signal, onFailure);
}

async function sizeOf(path: string): Promise<Pick<Picture, 'format' | 'width' | 'height'> | ErrorReport> {
  try {
    const { width, height, type = '' } = await imageSizeFromFile(path);
    return { format: type, width, height };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing
      ? { code: 'media/not-found', message: `${path} is not there` }
      : { code: 'media/unsupported', message: `${path} is no picture that can be read` };
  }
}

async function* decodeAlike(
  group: readonly Picture[],
  tools: FfmpegTools,
  signal: AbortSignal,
  onFailure: PictureRequest['onFailure'],
): AsyncGenerator<Frame> {
  const { format, width, height } = group[0]!;
  const fit = decoders[format] === undefined ? 1 : Math.floor(BATCH_BYTES / (width * height * 3));
  for (let start = 0; start < group.length; start += Math.max(1, fit)) {
    const batch = await Promise.all(
      group
        .slice(start, start + Math.max(1, fit))
        .map(async (picture) => ({ picture, bytes: await readFile(picture.path) })),
    );
    yield* decodeBatch(batch, tools, signal, onFailure);
  }
}

/** A batch in which one is damaged gives too few frames to tell which: then each gets a process of its own. */
async function* decodeBatch(
  batch: readonly { picture: Picture; bytes: Buffer }[],
  tools: FfmpegTools,
  signal: AbortSignal,
  onFailure: PictureRequest['onFailure'],
): AsyncGenerator<Frame> {
  const frames = await pixelsOf(batch, tools, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    if (batch.length === 1) onFailure(batch[0]!.picture.path, reportOf(error));
    return [];
  });
  if (frames.length === batch.length) yield* frames;
  else if (batch.length > 1) {
    for (const one of batch) yield* decodeBatch([one], tools, signal, onFailure);
  }
}

async function pixelsOf(
  batch: readonly { picture: Picture; bytes: Buffer }[],
  { ffmpeg }: FfmpegTools,
  signal: AbortSignal,
): Promise<Frame[]> {
  const { format, width, height, path } = batch[0]!.picture;
  const border = Math.max(width, height) <= CROP_PX ? Math.round(Math.max(width, height) * BORDER) : 0;
  const smear = `left=${border}:right=${border}:top=${border}:bottom=${border}:mode=smear`;
  const filters = [
    'format=gbrp',
    ...(border > 0 ? [`pad=iw+${2 * border}:ih+${2 * border}:${border}:${border},fillborders=${smear}`] : []),
    'format=rgb24',
  ];
  const decoder = decoders[format];
  const process = new MediaProcess(
    ffmpeg,
    [
      ...['-v', 'error', '-f', 'image2pipe', ...(decoder ? ['-c:v', decoder] : []), '-i', 'pipe:0'],
      ...['-vf', filters.join(','), '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    ],
    { signal, input: batch.map(({ bytes }) => bytes) },
  );
  const size = { width: width + 2 * border, height: height + 2 * border };
  const bytes = size.width * size.height * 3;
  const frames: Frame[] = [];
  let rgb = new Uint8Array(bytes);
  let filled = 0;
  for await (const chunk of process.output()) {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + bytes - filled);
      rgb.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled < bytes) continue;
      const index = batch[frames.length]?.picture.index ?? -1;
      frames.push({ frameIndex: index, pts: 0, ptsMs: 0, ...size, rgb });
      rgb = new Uint8Array(bytes);
      filled = 0;
    }
  }
  if (frames.length === batch.length && filled === 0) return frames;
  throw new EngineError('media/decode-failed', `${path} is damaged: it gave no whole picture`);
}
