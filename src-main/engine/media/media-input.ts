/** Options that make ffmpeg and ffprobe open only this local file, and recognise it by its content. */
import { resolve } from 'node:path';
import { openEvidence } from './evidence-file.ts';

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
  /** Forced for still pictures; null for all other files. */
  pictureDemuxer: string | null;
}

/** @throws EngineError as openEvidence */
export async function inspectInput(path: string): Promise<MediaInput> {
  const { file, sizeBytes } = await openEvidence(path);
  try {
    const head = Buffer.alloc(16);
    await file.read(head, 0, head.length, 0);
    return { sizeBytes, pictureDemuxer: pictureDemuxerOf(head) };
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
    ...['-i', `file:${resolve(path)}`],
  ];
}

/** The picture demuxer that was forced for probing and must be forced again; null for all other files. */
export const demuxerOf = (container: string) => (container.endsWith('_pipe') ? container : null);

/**
 * Recognises a picture by its first bytes. By its extension, ffmpeg would read the name of a damaged picture as a
 * number pattern ("photo%03d.jpg") and open another file than the evidence.
 */
function pictureDemuxerOf(head: Buffer): string | null {
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg_pipe';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png_pipe';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp_pipe';
  return null;
}
