/** One video stream in the words of the field, from ffprobe's description of it. */
import type { Rational, VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfprobeStream } from './ffprobe-report.ts';
import { known, milliseconds, positive, rational } from './ffprobe-values.ts';
import { orientationOf, upright, type Orientation } from './orientation.ts';
import { deliveredSize } from './pixel-conversion.ts';
import { streamFailure } from './probe-failure.ts';

/** 200 megapixels, 600 MB as RGB: above the largest cameras, below what a decompression bomb needs. */
const largestPicturePixels = 200_000_000;
/** Average and nominal rate of a constant stream differ by less than this, from rounded durations. */
const rateTolerance = 0.01;

/**
 * @param picture of a still picture: how it has to be turned by its metadata; null for moving pictures
 * @param frameSideData of the first decoded frame, where it was read
 * @param log of ffprobe, which says why a stream cannot be decoded
 * @throws EngineError media/unsupported, media/decode-failed when its pictures cannot be decoded at all
 */
export function describeVideo(
  stream: FfprobeStream,
  picture: Orientation | null,
  frameSideData: FfprobeStream['side_data_list'],
  log: readonly string[],
): VideoStream {
  const { codec_name: codec, pix_fmt: pixelFormat, width = 0, height = 0 } = stream;
  if (!codec || !pixelFormat || pixelFormat === 'unknown' || width === 0 || height === 0)
    throw streamFailure(stream, log);
  if (width * height > largestPicturePixels) {
    throw new EngineError(
      'media/unsupported',
      `${width} × ${height} pixels are more than this program takes; scale the picture down`,
    );
  }
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
    codec,
    profile: known(stream.profile),
    pixelFormat,
    bitDepth: bitDepth(stream, pixelFormat),
    ...deliveredSize({ width, height }, sampleAspectRatio, orientation),
    rotationDegrees: orientation.rotationDegrees,
    ...(orientation.mirrored ? { mirrored: true } : {}),
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

/** yuv420p10le → 10, p010le → 10, gray12be → 12, rgb48 → 16; eight where the name says nothing. */
function bitDepth(stream: FfprobeStream, pixelFormat: string): number {
  const stated = positive(stream.bits_per_raw_sample);
  if (stated !== null) return stated;
  const named = /(?:p|gray|p0|p2|p4)(9|10|12|14|16)(?:le|be)$/.exec(pixelFormat)?.[1];
  if (named) return Number(named);
  return /^(?:rgb48|bgr48|rgba64|bgra64|ya16)/.test(pixelFormat) ? 16 : 8;
}
