/** Options that make ffmpeg and ffprobe open only this local file, and recognise it by its content. */
import { resolve } from 'node:path';
import { openEvidence } from './evidence-file.ts';
import { argumentPath } from './path-bytes.ts';

/**
 * Demuxers that may read evidence. Excluded on purpose: demuxers that open other files or hosts (HLS, DASH, concat,
 * image sequences) and demuxers that draw any text as a picture (tty).
 */
const containers = [
  'mov,mp4,matroska,webm,avi,flv,asf,mpegts,mpeg,mpegvideo,ogg,mxf,rm,dv,wtv,nut,ivf,h264,hevc,m4v,obu,gif,apng',
  'jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe',
  'mp3,aac,wav,flac,aiff,amr,ac3',
].join(',');

export interface MediaInput {
  sizeBytes: number;
  /** Forced for pictures, null for everything else. */
  pictureDemuxer: string | null;
  /** Of a HEIC or AVIF picture, as its first box names it; null for everything else. */
  heifBrand: string | null;
}

/** Enough for the chunk that tells an animated PNG from a still one, which stands before the pixels. */
const HEAD_BYTES = 64 * 2 ** 10;

/** @throws EngineError as openEvidence */
export async function inspectInput(path: string): Promise<MediaInput> {
  const { file, sizeBytes } = await openEvidence(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    return { sizeBytes, pictureDemuxer: pictureDemuxerOf(head), heifBrand: heifBrandOf(head) };
  } finally {
    await file.close();
  }
}

/**
 * Input options and the file, for both ffprobe and ffmpeg. With the `file:` prefix and the absolute path, a name that
 * starts with '-' or contains ':' or '%' has no special meaning for ffmpeg.
 */
export function inputArguments(path: string, pictureDemuxer: string | null): string[] {
  return [
    ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', containers],
    ...(pictureDemuxer === null ? [] : ['-f', pictureDemuxer]),
    ...['-i', `file:${argumentPath(resolve(path))}`],
  ];
}

/** The picture demuxer that was forced while probing, to be forced again; null for everything else. */
export const demuxerOf = (container: string) =>
  container.endsWith('_pipe') || container === 'apng' ? container : null;

/**
 * Recognises a picture by its first bytes. By its extension, ffmpeg would read the name of a damaged picture as a
 * number pattern ("photo%03d.jpg") and open another file than the evidence.
 */
function pictureDemuxerOf(head: Buffer): string | null {
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg_pipe';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return isAnimated(text) ? 'apng' : 'png_pipe';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp_pipe';
  if (/^(?:II\*\0|MM\0\*)/.test(text)) return 'tiff_pipe';
  return null;
}

/** An animation's control chunk stands before the first pixels (APNG, section 3). */
function isAnimated(png: string): boolean {
  const control = png.indexOf('acTL');
  const pixels = png.indexOf('IDAT');
  return control !== -1 && (pixels === -1 || control < pixels);
}

/** ISO/IEC 23008-12, section 10: the brands of HEIF's pictures and picture sequences. */
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis']);

function heifBrandOf(head: Buffer): string | null {
  const brand = head.toString('latin1', 8, 12);
  return head.toString('latin1', 4, 8) === 'ftyp' && heifBrands.has(brand) ? brand : null;
}
