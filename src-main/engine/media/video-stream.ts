/** Describes one video stream from ffprobe's report. */
import type { Rational, VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfprobeStream } from './ffprobe-report.ts';
import { known, milliseconds, positive, rational } from './ffprobe-values.ts';
import { orientationOf, upright, type Orientation } from './orientation.ts';
import { deliveredSize } from './pixel-conversion.ts';

/**
 * While a picture is examined it takes about 15 bytes a pixel, and of a video several are held at once. A still of 100
 * megapixels is above nearly all cameras, a moving picture of 40 above 8K.
 */
export const LARGEST_STILL_PIXELS = 100_000_000;
export const LARGEST_MOVING_PIXELS = 40_000_000;
/** Average and nominal rate of a constant stream differ by less than this, from rounded durations. */
const rateTolerance = 0.01;

/** Whether ffprobe could look into the stream: it knows the codec and has decoded a picture's format and size. */
export const isDecodable = ({ codec_name, pix_fmt, width = 0, height = 0 }: FfprobeStream): boolean =>
  codec_name !== undefined && pix_fmt !== undefined && pix_fmt !== 'unknown' && width > 0 && height > 0;

/** @throws EngineError media/unsupported */
export function requireSize({ width, height }: { width: number; height: number }, largest: number): void {
  if (width * height <= largest) return;
  throw new EngineError(
    'media/unsupported',
    `This picture has ${width} × ${height} pixels, and Exhibit examines up to ${largest / 1e6} megapixels. Scale a copy down and add it as evidence of its own.`,
  );
}

/**
 * @param picture of a still picture: how it has to be turned by its metadata; null for moving pictures
 * @param frameSideData of the first decoded frame, where it was read
 * @throws EngineError media/unsupported for pictures that are too large
 */
export function describeVideo(
  stream: FfprobeStream,
  picture: Orientation | null,
  frameSideData: FfprobeStream['side_data_list'],
): VideoStream {
  const { codec_name: codec = 'unknown', pix_fmt: pixelFormat = 'unknown', width = 0, height = 0 } = stream;
  requireSize({ width, height }, picture === null ? LARGEST_MOVING_PIXELS : LARGEST_STILL_PIXELS);
  const sideData = [...stream.side_data_list, ...frameSideData];
  const matrix = sideData.find(({ displaymatrix }) => displaymatrix !== undefined)?.displaymatrix;
  const orientation = matrix === undefined ? (picture ?? upright) : orientationOf(matrix);
  // What ffmpeg takes for the shape of a photograph's pixels is its density in print.
  const square = { num: 1, den: 1 };
  const sampleAspectRatio =
    picture === null ? (rational(stream.sample_aspect_ratio?.replace(':', '/')) ?? square) : square;
  const averageFrameRate = rational(stream.avg_frame_rate);
  const nominalFrameRate = rational(stream.r_frame_rate);
  return {
    index: stream.index,
    ...(stream.id === undefined ? {} : { containerId: stream.id }),
    codec,
    profile: known(stream.profile),
    pixelFormat,
    bitDepth: bitDepth(stream, pixelFormat),
    ...deliveredSize({ width, height }, sampleAspectRatio, orientation),
    rotationDegrees: orientation.rotationDegrees,
    ...(orientation.mirrored ? { mirrored: true } : {}),
    ...(orientation.slantDegrees === undefined ? {} : { slantDegrees: orientation.slantDegrees }),
    sampleAspectRatio,
    timeBase: rational(stream.time_base) ?? { num: 1, den: 1000 },
    averageFrameRate,
    nominalFrameRate,
    variableFrameRate: ratesDiffer(averageFrameRate, nominalFrameRate),
    frameCount: positive(stream.nb_frames),
    durationMs: milliseconds(stream.duration) ?? clockTime(stream.tags['DURATION']),
    bitRate: positive(stream.bit_rate),
    colorSpace: known(stream.color_space),
    colorTransfer: known(stream.color_transfer),
    colorPrimaries: known(stream.color_primaries),
    colorRange: known(stream.color_range),
  };
}

/** Matroska writes the length of each stream among its tags: "00:00:03.000000000". */
function clockTime(text: string | undefined): number | null {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text ?? '') ?? [];
  return hours === undefined
    ? null
    : milliseconds(String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)));
}

function ratesDiffer(average: Rational | null, nominal: Rational | null): boolean {
  if (!average || !nominal) return false;
  return Math.abs((average.num * nominal.den) / (average.den * nominal.num) - 1) > rateTolerance;
}

/** yuv420p10le → 10, p010le → 10, gray12be → 12, rgb48 → 16; 8 if the name has no number. */
function bitDepth(stream: FfprobeStream, pixelFormat: string): number {
  const stated = positive(stream.bits_per_raw_sample);
  if (stated !== null) return stated;
  const named = /(?:p|gray|p0|p2|p4)(9|10|12|14|16)(?:le|be)$/.exec(pixelFormat)?.[1];
  if (named) return Number(named);
  return /^(?:rgb48|bgr48|rgba64|bgra64|ya16)/.test(pixelFormat) ? 16 : 8;
}
