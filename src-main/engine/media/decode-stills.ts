/** Decodes pictures of one format and size with one run of ffmpeg. */
import { EngineError } from '../../shared/errors.ts';
import { countOf } from '../../shared/wording.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { passthrough } from './ffmpeg-arguments.ts';
import { MediaProcess } from './media-process.ts';

interface StillFormat {
  /** ffmpeg's decoder; if undefined, ffmpeg detects it, which works for a single picture only. */
  decoder: string | undefined;
  width: number;
  height: number;
  /** Width in pixels of the border on every side; it repeats the edge. */
  border: number;
}

/** Decoders may round a size up to whole blocks. */
const PADDING_PIXELS = 2 ** 20;

/** As `rgbFilters` of casework: an embedder that looks at fine texture sees the difference. */
const toRgb = 'scale=flags=bilinear+accurate_rnd+full_chroma_int';

/**
 * @returns RGB of each picture in order, with its border
 * @throws EngineError media/decode-failed if the number of decoded pictures is not the number given; the abort reason
 */
export async function decodeStills(
  stills: readonly Uint8Array[],
  { decoder, width, height, border }: StillFormat,
  { ffmpeg, majorVersion, bwrap }: FfmpegTools,
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const smear = `left=${border}:right=${border}:top=${border}:bottom=${border}:mode=smear`;
  const bordered = `pad=iw+${2 * border}:ih+${2 * border}:${border}:${border},fillborders=${smear}`;
  const filters = [toRgb, ...(border > 0 ? ['format=gbrp', bordered] : []), 'format=rgb24'];
  const log: string[] = [];
  const process = new MediaProcess(
    ffmpeg,
    [
      ...['-v', 'error', '-f', 'image2pipe', ...(decoder ? ['-c:v', decoder] : [])],
      ...['-max_pixels', String(width * height + PADDING_PIXELS), '-i', 'pipe:0'],
      ...['-vf', filters.join(','), ...passthrough(majorVersion), '-f', 'rawvideo', 'pipe:1'],
    ],
    { bwrap, signal, input: stills, onErrorLine: (line) => log.push(line) },
  );
  const otherPictures = (given: string) =>
    new EngineError(
      'media/decode-failed',
      `Expected ${stills.length === 1 ? 'was' : 'were'} ${countOf(stills.length, 'picture')} of ${width} × ${height} pixels, and ffmpeg gave ${given}. The data is damaged, or not what the header says.`,
    );
  const bytes = (width + 2 * border) * (height + 2 * border) * 3;
  const pictures: Uint8Array[] = [];
  let rgb = new Uint8Array(bytes);
  let filled = 0;
  for await (const chunk of process.output()) {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + bytes - filled);
      rgb.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled < bytes) continue;
      // A picture can be many in a row, of which each takes a thousand times its bytes.
      if (pictures.length === stills.length) throw otherPictures(`more than ${stills.length}`);
      pictures.push(rgb);
      rgb = new Uint8Array(bytes);
      filled = 0;
    }
  }
  if (pictures.length === stills.length && filled === 0) return pictures;
  throw otherPictures(`${pictures.length}${log[0] === undefined ? '' : ` (${log[0]})`}`);
}
