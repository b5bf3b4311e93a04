/** How much memory the frames of one video may take, so that all of its viewing stays below 400 MB. */
import type { VideoStream } from '../../shared/domain.ts';

const WHOLE_BYTES = 360 * 2 ** 20;
/**
 * Pictures that two decoders hold at 1.5 bytes a pixel: references, threads, and what is converted. Eleven each of H.264
 * on two cores; with four threads there are two more.
 */
const DECODER_PICTURES = 28;
/** Two ffmpeg without pictures; they share their libraries. */
const DECODER_BYTES = 60 * 2 ** 20;
/** Frames on their way through pipe, engine and app, at 3 bytes a pixel. */
const FRAMES_UNDER_WAY = 5;
const MOST_KEPT_BYTES = 112 * 2 ** 20;

export function keptBytes({ width, height }: Pick<VideoStream, 'width' | 'height'>): number {
  const pixels = width * height;
  const others = DECODER_BYTES + pixels * (1.5 * DECODER_PICTURES + 3 * FRAMES_UNDER_WAY);
  return Math.max(0, Math.min(MOST_KEPT_BYTES, WHOLE_BYTES - others));
}
