/** Options that make ffmpeg and ffprobe open only this local file, and recognise it by its content. */
import { resolve } from 'node:path';
import type { MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { openEvidence } from './evidence-file.ts';
import { jpegEndingOf } from './endings/jpeg.ts';
import { jpegAt, nextJpegStart } from './jpeg-structure.ts';
import { argumentPath } from './path-bytes.ts';
import { isAnimatedPng, PNG_SIGNATURE } from './png-chunks.ts';
import { StructureReader, type Ending } from './structure-reader.ts';

/**
 * Demuxers that may read evidence. Excluded on purpose: demuxers that open other files or hosts (HLS, DASH, concat,
 * image sequences) and demuxers that draw any text as a picture (tty).
 */
const containers = [
  'mov,mp4,matroska,webm,avi,flv,asf,mpegts,mpeg,mpegvideo,ogg,mxf,rm,dv,wtv,nut,ivf,h264,hevc,m4v,obu,gif,apng',
  'mjpeg,yuv4mpegpipe,dhav',
  'jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe',
  'mp3,aac,wav,flac,aiff,amr,ac3',
].join(',');

/** Sound, or another recording, may go before the picture by minutes. */
const LOOK_AHEAD_BYTES = 50e6;
/** Unless it is told another, ffmpeg's own. */
const USUAL_LOOK_AHEAD_BYTES = 5e6;

export interface MediaInput {
  sizeBytes: number;
  /** Forced for pictures, null for everything else. */
  pictureDemuxer: string | null;
  /** Of a HEIC or AVIF picture, as its first box names it; null for everything else. */
  heifBrand: string | null;
  /** Of a JPEG, which is read whole to tell a picture from a film. */
  ending?: Ending;
}

const HEAD_BYTES = 16;
/** The longest picture that is looked for in a film of JPEG pictures; longer ones are photographs. */
const LONGEST_JPEG = 64 * 2 ** 20;

/** A picture is read whole for its metadata; 100 megapixels of four colours with 16 bits, not compressed, take 800 MB. */
const LARGEST_PICTURE_BYTES = 2 ** 30;

const tooLong = () =>
  new EngineError(
    'media/unsupported',
    'This picture has more than 1 GB, which no picture of up to 100 megapixels needs. Save its picture alone to a new file and add that.',
  );

/** @throws EngineError as openEvidence; media/unsupported for a picture that is too long */
export async function inspectInput(path: string, signal?: AbortSignal): Promise<MediaInput> {
  const { file, sizeBytes } = await openEvidence(path);
  try {
    const reader = new StructureReader(file, sizeBytes, signal);
    const head = await reader.bytes(0, HEAD_BYTES);
    const picture = await pictureInput(head, reader);
    if (picture.pictureDemuxer?.endsWith('_pipe') && sizeBytes > LARGEST_PICTURE_BYTES) throw tooLong();
    return { sizeBytes, heifBrand: heifBrandOf(head), ...picture };
  } finally {
    await file.close();
  }
}

/** From the first byte to read to the one behind the last, 0 for the end of the file. */
export interface ByteRange {
  start: number;
  end: number;
}

interface InputPart {
  /** From the start of the file, in which streams are recognised. */
  lookAheadBytes?: number | undefined;
  /** Left out, all of the file is read. */
  range?: ByteRange | undefined;
}

/**
 * Input options and the file, for both ffprobe and ffmpeg. With the `file:` prefix and the absolute path, a name that
 * starts with '-' or contains ':' or '%' has no special meaning for ffmpeg.
 */
export function inputArguments(
  path: string,
  pictureDemuxer: string | null,
  { lookAheadBytes = LOOK_AHEAD_BYTES, range }: InputPart = {},
): string[] {
  const file = `file:${argumentPath(resolve(path))}`;
  return [
    ...['-protocol_whitelist', range ? 'file,pipe,subfile' : 'file,pipe', '-format_whitelist', containers],
    // A day, in microseconds: the bytes are the bound.
    ...['-probesize', String(lookAheadBytes), '-analyzeduration', '86400000000'],
    ...(pictureDemuxer === null ? [] : ['-f', pictureDemuxer]),
    ...['-i', range ? `subfile,,start,${range.start},end,${range.end},,:${file}` : file],
  ];
}

/** Of a file that was probed. */
export const mediaArguments = (
  path: string,
  { container, usableBytes: end }: Pick<MediaInfo, 'container' | 'usableBytes'>,
  lookAheadBytes?: number,
): string[] =>
  inputArguments(path, demuxerOf(container), {
    lookAheadBytes,
    range: end === undefined ? undefined : { start: 0, end },
  });

/**
 * How far ffmpeg has to look for a stream: in MPEG-TS and MPEG-PS, where streams may begin anywhere, it reads all of its
 * look-ahead at each start.
 * @param firstKeyAt byte of the file at which the decoding of the stream can begin; NaN where it is not known
 */
export const streamLookAhead = (firstKeyAt: number): number =>
  Number.isNaN(firstKeyAt) ? LOOK_AHEAD_BYTES : firstKeyAt + USUAL_LOOK_AHEAD_BYTES;

/** Whether a file that was probed is read in the way in which it was found: all of it, by the demuxer that ffmpeg chooses. */
export const isReadAsFound = ({
  container,
  usableBytes,
}: Pick<MediaInfo, 'container' | 'usableBytes'>): boolean =>
  demuxerOf(container) === null && usableBytes === undefined;

/** The picture demuxer that was forced while probing, to be forced again; null for everything else. */
const demuxerOf = (container: string) =>
  container.endsWith('_pipe') || container === 'apng' || container === 'mjpeg' ? container : null;

/**
 * Recognises a picture by its first bytes. By its extension, ffmpeg would read the name of a damaged picture as a
 * number pattern ("photo%03d.jpg") and open another file than the evidence.
 */
async function pictureInput(
  head: Buffer,
  reader: StructureReader,
): Promise<Pick<MediaInput, 'pictureDemuxer' | 'ending'>> {
  if (!head.toString('latin1').startsWith('\xff\xd8\xff'))
    return { pictureDemuxer: await pictureDemuxerOf(head, reader) };
  const whole = await reader.whole();
  if (isJpegFilm(whole ?? (await reader.bytes(0, LONGEST_JPEG)))) return { pictureDemuxer: 'mjpeg' };
  return { pictureDemuxer: 'jpeg_pipe', ...(whole === null ? {} : { ending: jpegEndingOf(whole) }) };
}

async function pictureDemuxerOf(head: Buffer, reader: StructureReader): Promise<string | null> {
  const text = head.toString('latin1');
  if (head.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
    return (await isAnimatedPng(reader)) ? 'apng' : 'png_pipe';
  }
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp_pipe';
  if (/^(?:II\*\0|MM\0\*)/.test(text)) return 'tiff_pipe';
  return null;
}

/** Pictures of one size that follow each other without a gap are a film; a camera's file of several pictures says that it is one. */
function isJpegFilm(bytes: Buffer): boolean {
  const first = jpegAt(bytes, 0);
  if (first === null || first.indexAt !== null) return false;
  const next = nextJpegStart(bytes, first.end);
  return next !== null && jpegAt(bytes, next)?.size === first.size;
}

/** ISO/IEC 23008-12, section 10: the brands of HEIF's pictures and picture sequences. */
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis']);

function heifBrandOf(head: Buffer): string | null {
  const brand = head.toString('latin1', 8, 12);
  return head.toString('latin1', 4, 8) === 'ftyp' && heifBrands.has(brand) ? brand : null;
}
