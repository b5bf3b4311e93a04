/**
 * Encodes pixels as pictures for people, with one run of ffmpeg for all. An image library inside the engine would
 * load its own GLib, which conflicts with the one that Electron loads on Linux.
 */
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import type { Frame } from './frame.ts';
import { MediaProcess } from './media-process.ts';
import { PNG_SIGNATURE } from './png-chunks.ts';

/** RGB, interleaved, row by row. */
export type Pixels = Pick<Frame, 'rgb' | 'width' | 'height'>;

/** ffmpeg's scale: 1 is the best and twice as large; 3 is about the "fine" setting of a camera. */
type JpegQuality = 1 | 3;

/** Colours keep their full resolution, because blends are visible in them. ffmpeg's own best quality is 2. */
const jpegArguments = (quality: JpegQuality) => [
  ...['-c:v', 'mjpeg', '-qmin', '1', '-q:v', String(quality)],
  ...['-pix_fmt', 'yuvj444p'],
];

/**
 * @param pictures all of the same size
 * @param maxPx larger pictures are scaled down to this longer side; Infinity keeps all sizes
 * @returns one JPEG each, in order
 */
export async function encodeJpegs(
  pictures: readonly Pixels[],
  maxPx: number,
  tools: FfmpegTools,
  signal?: AbortSignal,
  quality: JpegQuality = 3,
): Promise<Buffer[]> {
  if (pictures.length === 0) return [];
  const scale =
    maxPx === Infinity
      ? 'null'
      : `scale='min(${maxPx},iw)':'min(${maxPx},ih)':force_original_aspect_ratio=decrease:flags=area`;
  const stream = await encode(pictures, ['-vf', scale, ...jpegArguments(quality)], tools, signal);
  return whole(splitJpegs(stream), pictures);
}

function whole(encoded: Buffer[], pictures: readonly Pixels[]): Buffer[] {
  if (encoded.length === pictures.length) return encoded;
  throw new EngineError(
    'app/internal',
    `ffmpeg made only ${encoded.length} of ${pictures.length} pictures. Try again.`,
  );
}

/**
 * Without loss, and with little compression, which is faster and costs a few per cent.
 * @param pictures all of the same size
 * @returns one PNG each, in order
 */
export async function encodePngs(
  pictures: readonly Pixels[],
  tools: FfmpegTools,
  signal?: AbortSignal,
): Promise<Buffer[]> {
  const stream = await encode(pictures, ['-c:v', 'png', '-compression_level', '1'], tools, signal);
  return whole(splitPngs(stream), pictures);
}

async function encode(
  pictures: readonly Pixels[],
  format: readonly string[],
  { ffmpeg }: FfmpegTools,
  signal?: AbortSignal,
): Promise<Buffer> {
  const { width, height } = pictures[0]!;
  const log: string[] = [];
  const encoder = new MediaProcess(
    ffmpeg,
    [
      ...['-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-i', 'pipe:0'],
      ...['-threads', '1', ...format, '-f', 'image2pipe', 'pipe:1'],
    ],
    { signal, input: pictures.map(({ rgb }) => rgb), onErrorLine: (line) => log.push(line) },
  );
  const chunks: Buffer[] = [];
  for await (const chunk of encoder.output()) chunks.push(chunk);
  if ((await encoder.ended) === 0) return Buffer.concat(chunks);
  throw new EngineError('app/internal', `ffmpeg could not encode a picture: ${log.join(' ')}`);
}

/** A JPEG ends at FF D9. These bytes cannot occur inside its data: there, FF is followed by 00 or a restart. */
function splitJpegs(stream: Buffer): Buffer[] {
  const jpegs: Buffer[] = [];
  for (let start = 0; start < stream.length;) {
    const end = stream.indexOf(Buffer.from([0xff, 0xd9]), start);
    if (end < 0) break;
    jpegs.push(stream.subarray(start, end + 2));
    start = end + 2;
  }
  return jpegs;
}

/** A PNG ends with an IEND chunk, which has no data. Inside the data of a chunk the same bytes could occur by chance. */
function splitPngs(stream: Buffer): Buffer[] {
  const pngs: Buffer[] = [];
  for (let start = 0; start < stream.length;) {
    let at = start + PNG_SIGNATURE.length;
    for (let type = ''; type !== 'IEND' && at + 12 <= stream.length;) {
      type = stream.toString('latin1', at + 4, at + 8);
      at += 12 + stream.readUInt32BE(at);
    }
    pngs.push(stream.subarray(start, at));
    start = at;
  }
  return pngs;
}
