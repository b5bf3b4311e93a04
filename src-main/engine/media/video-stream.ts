/** Describes one video stream from ffprobe's report. */
import type { Rational, VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfprobeStream } from './ffprobe-report.ts';
import { known, milliseconds, positive, rational } from './ffprobe-values.ts';
import { orientationOf, upright } from './orientation.ts';
import { deliveredSize } from './pixel-conversion.ts';
import { streamFailure } from './probe-failure.ts';

/** 200 megapixels, 600 MB as RGB: more than the largest cameras have, less than a decompression bomb needs. */
const largestPicturePixels = 200_000_000;
/** At a constant frame rate, average and nominal rate differ by less than this, because durations are rounded. */
const rateTolerance = 0.01;

/**
 * @param frameSideData of the first decoded frame, if it was read
 * @param log of ffprobe; it says why a stream cannot be decoded
 * @throws EngineError media/unsupported, media/decode-failed if its pictures cannot be decoded at all
 */
export function describeVideo(
  stream: FfprobeStream,
  frameSideData: FfprobeStream['side_data_list'],
  log: readonly string[],
): VideoStream {
  const { codec_name: codec, pix_fmt: pixelFormat, width = 0, height = 0 } = stream;
  if (!codec || !pixelFormat || pixelFormat === 'unknown' || width === 0 || height === 0)
    throw streamFailure(stream, log);
  if (width * height > largestPicturePixels) {
    throw new EngineError(
      'media/unsupported',
      `The picture is too large: ${width} × ${height} pixels. Scale it down.`,
    );
  }
  const sideData = [...stream.side_data_list, ...frameSideData];
  const matrix = sideData.find(({ displaymatrix }) => displaymatrix !== undefined)?.displaymatrix;
  const orientation = matrix === undefined ? upright : orientationOf(matrix);
  const sampleAspectRatio = rational(stream.sample_aspect_ratio?.replace(':', '/')) ?? { num: 1, den: 1 };
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
    durationMs: milliseconds(stream.duration),
    bitRate: positive(stream.bit_rate),
    colorSpace: known(stream.color_space),
    colorTransfer: known(stream.color_transfer),
    colorPrimaries: known(stream.color_primaries),
    colorRange: known(stream.color_range),
  };
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
