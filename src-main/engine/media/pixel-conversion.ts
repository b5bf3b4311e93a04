/**
 * From stored to delivered pixels: RGB by the stream's own matrix and range, square, upright. All readers of frames
 * use the same filters, so an examiner sees exactly the pixels that were scored.
 */
import type { Rational, VideoStream } from '../../shared/domain.ts';
import { orientationFilters, type Orientation } from './orientation.ts';

/** Up to 5 % a face does not look stretched, and unchanged pixels are closer to the evidence. */
const aspectTolerance = 0.05;
/** A larger ratio comes from a damaged header, not from a camera. */
const largestAspect = 4;

export interface Size {
  width: number;
  height: number;
}

/**
 * Size of the decoded frames. Non-square pixels are made square by enlarging one side, so nothing is lost. Then the
 * picture is turned upright.
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

/** Filters that give upright, interleaved RGB of exactly the stream's width and height. */
export function rgbFilters(video: VideoStream): string[] {
  const { rotationDegrees, width, height } = video;
  const size = isSideways(rotationDegrees) ? `w=${height}:h=${width}` : `w=${width}:h=${height}`;
  // Bilinear chroma with exact rounding: the same result on every processor, in half the time of bicubic.
  // Convert colour before turning: chroma samples are left of their pixels; after turning they would be misplaced.
  const scale = `scale=${size}:flags=bilinear+accurate_rnd+full_chroma_int:in_color_matrix=${matrix(video)}:in_range=${range(video)}:out_range=pc`;
  return [
    scale,
    'format=rgb24',
    ...orientationFilters({ rotationDegrees, mirrored: video.mirrored === true }),
  ];
}

/** A stream without a matrix counts as BT.601, as in ffmpeg and OpenCV, which made the training data. */
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

/** The JPEG formats (yuvj…), RGB and grey use the full range, as in swscale. */
function range({ colorRange, pixelFormat }: VideoStream): 'pc' | 'tv' {
  return colorRange === 'pc' ||
    /^(?:yuvj|rgb|bgr|gbr|argb|abgr|pal8|0rgb|0bgr|gray|ya|mono)/.test(pixelFormat)
    ? 'pc'
    : 'tv';
}

const isSideways = (rotationDegrees: VideoStream['rotationDegrees']) =>
  rotationDegrees === 90 || rotationDegrees === 270;
