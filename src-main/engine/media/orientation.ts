/**
 * How the stored picture must be turned to be upright, from the display matrix of MP4 and MOV (ISO/IEC 14496-12,
 * section 6.2.2) or from the EXIF orientation, which ffprobe shows as the same matrix.
 */
import type { VideoStream } from '../../shared/domain.ts';

export interface Orientation {
  /** Clockwise, applied first. */
  rotationDegrees: VideoStream['rotationDegrees'];
  /** True if left and right are swapped after turning. */
  mirrored: boolean;
  /** Clockwise, of a picture that is to be shown aslant: it is left as it is stored. */
  slantDegrees?: number;
}

export const upright: Orientation = { rotationDegrees: 0, mirrored: false };

/** Cameras round; what is farther from a quarter turn was meant. */
const QUARTER_TOLERANCE_DEGREES = 5;

/**
 * Reads the quarter turn from a matrix in ffprobe's text form (three rows "0000: a b u").
 * A stored pixel (x, y) is shown at (a·x + c·y, b·x + d·y), y pointing down.
 */
export function orientationOf(displayMatrix: string | undefined): Orientation {
  const rows = [...(displayMatrix ?? '').matchAll(/^\d+:\s+(-?\d+)\s+(-?\d+)/gm)];
  const [a, b] = [Number(rows[0]?.[1]), Number(rows[0]?.[2])];
  const [c, d] = [Number(rows[1]?.[1]), Number(rows[1]?.[2])];
  const determinant = a * d - b * c;
  // Some cameras write an all-zero matrix; players show such a file as stored.
  if (!Number.isFinite(determinant) || determinant === 0) return upright;
  const mirrored = determinant < 0;
  // Undo the swap (x to -x after turning) before reading the angle of the stored x axis.
  const angle = Math.atan2(b, mirrored ? -a : a) * (180 / Math.PI);
  const quarters = (((Math.round(angle / 90) % 4) + 4) % 4) as 0 | 1 | 2 | 3;
  if (Math.abs(angle - 90 * Math.round(angle / 90)) > QUARTER_TOLERANCE_DEGREES) {
    return { ...upright, slantDegrees: (Math.round(angle) + 360) % 360 };
  }
  return { rotationDegrees: ([0, 90, 180, 270] as const)[quarters], mirrored };
}

/** ffmpeg filters that turn a picture upright; empty if it is upright already. */
export function orientationFilters({ rotationDegrees, mirrored }: Orientation): string[] {
  const turn = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] }[
    rotationDegrees
  ];
  return mirrored ? [...turn, 'hflip'] : turn;
}
