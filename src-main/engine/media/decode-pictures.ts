/**
 * Decodes many small pictures, such as the face crops of a training set, a few hundred per process, because starting a
 * process takes longer than decoding one picture. Pictures of one format and size share a process.
 */
import { readFile } from 'node:fs/promises';
import { imageSizeFromFile } from 'image-size/fromFile';
import { EngineError, reportOf, type ErrorReport } from '../../shared/errors.ts';
import { batchesByBytes } from '../support/batches-by-bytes.ts';
import { groupedBy } from '../support/grouped.ts';
import { decodeStills } from './decode-stills.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import type { Frame } from './frame.ts';
import { pictureBytes } from './picture-file.ts';
import { LARGEST_STILL_PIXELS, requireSize } from './video-stream.ts';

interface PictureRequest {
  paths: readonly string[];
  tools: FfmpegTools;
  signal: AbortSignal;
  /** Called for each picture that cannot be decoded. */
  onFailure: (path: string, error: ErrorReport) => void;
}

/** Largest size of one batch in memory, its pixels or its files; a batch has at least one picture. */
const BATCH_BYTES = 64 * 2 ** 20;

/**
 * Pictures up to this size are probably face crops. They are often too tight for a detector, so they get a border of
 * a quarter of their side, which repeats the edge.
 */
const CROP_PX = 512;
const BORDER = 0.25;

/** Formats that ffmpeg can separate in one stream. */
const decoders: Readonly<Record<string, string>> = { jpg: 'mjpeg', png: 'png' };

interface Picture {
  path: string;
  index: number;
  format: string;
  width: number;
  height: number;
  /** Of the file. */
  bytes: number;
}

/** @returns frames grouped by size; `frameIndex` is the position in `paths` */
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

async function sizeOf(path: string): Promise<Omit<Picture, 'path' | 'index'> | ErrorReport> {
  try {
    const bytes = await pictureBytes(path);
    const { width, height, type = '' } = await imageSizeFromFile(path);
    requireSize({ width, height }, LARGEST_STILL_PIXELS);
    return { format: type, width, height, bytes };
  } catch (error) {
    if (error instanceof EngineError) return reportOf(error);
    return {
      code: 'media/unsupported',
      message: `${path} is not a readable picture. Choose a JPEG, PNG or WebP.`,
    };
  }
}

async function* decodeAlike(
  group: readonly Picture[],
  tools: FfmpegTools,
  signal: AbortSignal,
  onFailure: PictureRequest['onFailure'],
): AsyncGenerator<Frame> {
  const { format, width, height } = group[0]!;
  const inMemory = ({ bytes }: Picture) => Math.max(bytes, width * height * 3);
  const most = { bytes: BATCH_BYTES, items: decoders[format] === undefined ? 1 : Infinity };
  for (const pictures of batchesByBytes(group, inMemory, most)) {
    const batch = await Promise.all(
      pictures.map(async (picture) => ({ picture, bytes: await readFile(picture.path) })),
    );
    yield* decodeBatch(batch, tools, signal, onFailure);
  }
}

/** If a picture in a batch is damaged, the batch does not show which one. Then each picture gets its own process. */
async function* decodeBatch(
  batch: readonly { picture: Picture; bytes: Buffer }[],
  tools: FfmpegTools,
  signal: AbortSignal,
  onFailure: PictureRequest['onFailure'],
): AsyncGenerator<Frame> {
  const { format, width, height } = batch[0]!.picture;
  const border = Math.max(width, height) <= CROP_PX ? Math.round(Math.max(width, height) * BORDER) : 0;
  const stills = batch.map(({ bytes }) => bytes);
  const pixels = await decodeStills(
    stills,
    { decoder: decoders[format], width, height, border },
    tools,
    signal,
  ).catch((error: unknown) => {
    signal.throwIfAborted();
    if (batch.length === 1) onFailure(batch[0]!.picture.path, reportOf(error));
    return [];
  });
  const size = { width: width + 2 * border, height: height + 2 * border };
  for (const [place, rgb] of pixels.entries()) {
    yield { frameIndex: batch[place]!.picture.index, pts: 0, ptsMs: 0, ...size, rgb };
  }
  if (pixels.length > 0) return;
  if (batch.length > 1) {
    for (const one of batch) yield* decodeBatch([one], tools, signal, onFailure);
  }
}
