/** Fills faces that must not be seen in pictures of other faces. */
import type { Box } from '../../shared/domain.ts';
import { FACE_IMAGE_PX, intoFaceImage } from '../faces/face-image.ts';
import { decodeStills } from '../media/decode-stills.ts';
import { encodeJpegs } from '../media/encode-pictures.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import type { CoverFaces, PictureToCover } from '../reports/covered-pictures.ts';

/** A detector's box ends at chin and brow; this share of it on every side hides ears and hair too. */
const MARGIN = 0.25;
const GREY = 0x80;
/** At most 14 MB of pixels at a time. */
const BATCH = 128;

/**
 * Every picture is encoded anew, also one with nothing to fill: so it has pixels and nothing else of the file in the case.
 * @param pictures crops of the case, all of its one size
 * @throws EngineError media/…; the abort reason
 */
export async function coverFaces(
  pictures: Parameters<CoverFaces>[0],
  tools: FfmpegTools,
  signal: AbortSignal = new AbortController().signal,
): Promise<Uint8Array[]> {
  const size = { width: FACE_IMAGE_PX, height: FACE_IMAGE_PX };
  const done: Uint8Array[] = [];
  for (let from = 0; from < pictures.length; from += BATCH) {
    const batch = pictures.slice(from, from + BATCH);
    const stills = batch.map(({ jpeg }) => jpeg);
    const decoded = await decodeStills(stills, { decoder: 'mjpeg', ...size, border: 0 }, tools, signal);
    batch.forEach((picture, index) => fill(decoded[index]!, picture));
    const filled = decoded.map((rgb) => ({ rgb, ...size }));
    done.push(...(await encodeJpegs(filled, Infinity, tools, signal, 1)));
  }
  return done;
}

function fill(rgb: Uint8Array, { box, covered }: Omit<PictureToCover, 'jpeg'>): void {
  const pixel = (value: number) => Math.min(Math.max(Math.round(value), 0), FACE_IMAGE_PX);
  for (const face of covered) {
    const { x, y, width, height } = grown(face);
    const first = intoFaceImage({ x, y }, box, FACE_IMAGE_PX);
    const last = intoFaceImage({ x: x + width, y: y + height }, box, FACE_IMAGE_PX);
    for (let row = pixel(first.y); row < pixel(last.y); row += 1) {
      const start = row * FACE_IMAGE_PX;
      rgb.fill(GREY, 3 * (start + pixel(first.x)), 3 * (start + pixel(last.x)));
    }
  }
}

const grown = ({ x, y, width, height }: Box): Box => ({
  x: x - MARGIN * width,
  y: y - MARGIN * height,
  width: width * (1 + 2 * MARGIN),
  height: height * (1 + 2 * MARGIN),
});
