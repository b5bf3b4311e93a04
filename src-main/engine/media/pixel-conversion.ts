/**
 * From stored to delivered pixels: RGB by the stream's own matrix and range, square, upright. All readers of frames
 * use the same filters, so an examiner sees exactly the pixels that were scored.
 */
import type { Rational, VideoStream } from '../../shared/domain.ts';
import { colourMatrix, colourRange } from './colour.ts';
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

/** 1 where pixels are taken as square. */
function correctedAspect({ num, den }: Rational): number {
  const aspect = num / den;
  const isDamaged = !(aspect <= largestAspect && aspect >= 1 / largestAspect);
  return isDamaged || Math.abs(aspect - 1) <= aspectTolerance ? 1 : aspect;
}

function squareSize({ width, height }: Size, pixelAspect: Rational): Size {
  const aspect = correctedAspect(pixelAspect);
  return aspect > 1
    ? { width: Math.round(width * aspect), height }
    : { width, height: Math.round(height / aspect) };
}

/** The filter chain that ends in upright, interleaved RGB, each frame in its own size. */
export function rgbFilters(video: VideoStream): string[] {
  const { rotationDegrees } = video;
  const aspect = correctedAspect(video.sampleAspectRatio);
  const size = aspect > 1 ? `w=round(iw*${aspect}):h=ih` : `w=iw:h=round(ih/${aspect})`;
  // Bilinear chroma with exact rounding: the same on every processor, at half the time of bicubic.
  // Colour first, turning after: chroma samples sit left of their pixels, and would be misplaced once turned.
  const scale = `scale=${size}:flags=bilinear+accurate_rnd+full_chroma_int:in_color_matrix=${colourMatrix(video)}:in_range=${colourRange(video)}:out_range=pc`;
  return [
    scale,
    'format=rgb24',
    ...orientationFilters({ rotationDegrees, mirrored: video.mirrored === true }),
  ];
}

const isSideways = (rotationDegrees: VideoStream['rotationDegrees']) =>
  rotationDegrees === 90 || rotationDegrees === 270;
