/**
 * From stored to delivered pixels: RGB by the stream's own matrix and range, square, upright. The same
 * filters serve every reader of frames, so that an examiner sees the very pixels that were scored.
 */
import type { Rational, VideoStream } from '../../shared/domain.ts';
import { orientationFilters, type Orientation } from './orientation.ts';

/** Up to 5 % a face does not look stretched, and pixels left alone are the truer picture. */
const aspectTolerance = 0.05;
/** A ratio beyond this comes from a damaged header, not from a camera. */
const largestAspect = 4;

export interface Size {
  width: number;
  height: number;
}

/**
 * Size of the frames that leave the decoder: non-square pixels are made square by widening the side that
 * has too few (nothing is thrown away), then the picture is turned.
 */
export function deliveredSize(
  stored: Size,
  pixelAspect: Rational,
  { rotationDegrees }: Pick<Orientation, 'rotationDegrees'>,
): Size {
  const square = squareSize(stored, pixelAspect);
  return isSideways(rotationDegrees) ? { width: square.height, height: square.width } : square;
}

function squareSize({ width, height }: Size, { num, den }: Rational): Size {
  const aspect = num / den;
  const isDamaged = !(aspect <= largestAspect && aspect >= 1 / largestAspect);
  if (isDamaged || Math.abs(aspect - 1) <= aspectTolerance) return { width, height };
  return aspect > 1
    ? { width: Math.round(width * aspect), height }
    : { width, height: Math.round(height / aspect) };
}

/** The filter chain that ends in upright, interleaved RGB of exactly the stream's width and height. */
export function rgbFilters(video: VideoStream): string[] {
  const { rotationDegrees, width, height } = video;
  const size = isSideways(rotationDegrees) ? `w=${height}:h=${width}` : `w=${width}:h=${height}`;
  // Bilinear chroma with exact rounding: the same on every processor, at half the time of bicubic.
  // Colour first, turning after: chroma samples sit left of their pixels, and would be misplaced once turned.
  const scale = `scale=${size}:flags=bilinear+accurate_rnd+full_chroma_int:in_color_matrix=${matrix(video)}:in_range=${range(video)}:out_range=pc`;
  return [
    scale,
    'format=rgb24',
    ...orientationFilters({ rotationDegrees, mirrored: video.mirrored === true }),
  ];
}

/** Streams that do not say are BT.601, as ffmpeg and OpenCV take them, which made the training data. */
function matrix({ colorSpace }: VideoStream): string {
  const names: Record<string, string> = {
    bt709: 'bt709',
    smpte240m: 'smpte240m',
    fcc: 'fcc',
    bt2020nc: 'bt2020',
    bt2020c: 'bt2020',
  };
  return names[colorSpace ?? ''] ?? 'bt601';
}

/** The JPEG formats (yuvj…), RGB and grey use the whole range, as swscale holds it too. */
function range({ colorRange, pixelFormat }: VideoStream): 'pc' | 'tv' {
  return colorRange === 'pc' ||
    /^(?:yuvj|rgb|bgr|gbr|argb|abgr|pal8|0rgb|0bgr|gray|ya|mono)/.test(pixelFormat)
    ? 'pc'
    : 'tv';
}

const isSideways = (rotationDegrees: VideoStream['rotationDegrees']) =>
  rotationDegrees === 90 || rotationDegrees === 270;
