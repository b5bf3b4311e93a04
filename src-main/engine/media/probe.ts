/** What a file says of itself: container, streams, time base, rotation, colour, tags; read by ffprobe. */
import type { MediaInfo, Rational, StreamSummary, VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { ffprobeReport, type FfprobeReport, type FfprobeStream } from './ffprobe-report.ts';
import { runToEnd } from './media-process.ts';
import { inputArguments, inspectInput, type MediaInput } from './media-input.ts';
import { orientationOf, upright } from './orientation.ts';
import { deliveredSize } from './pixel-conversion.ts';
import { probeFailure } from './probe-failure.ts';

/** 200 megapixels, 600 MB as RGB: above the largest cameras, below what a decompression bomb needs. */
const largestPicturePixels = 200_000_000;
/** Average and nominal rate of a constant stream differ by less than this, from rounded durations. */
const rateTolerance = 0.01;

/**
 * @throws EngineError media/not-found, not-a-file, permission-denied, empty-file, unreadable,
 *   no-video-stream, unsupported, timed-out; the abort reason
 */
export async function probe(path: string, tools: FfmpegTools, signal?: AbortSignal): Promise<MediaInfo> {
  const input = await inspectInput(path);
  const report = await readReport(path, input, tools, signal);
  const stream = mainVideoStream(report);
  const container = report.format.format_name ?? 'unknown';
  const video = describeVideo(stream, report);
  const kind = kindOf(container, video);
  return {
    kind,
    container,
    sizeBytes: input.sizeBytes,
    durationMs: kind === 'still' ? null : (video.durationMs ?? milliseconds(report.format.duration)),
    bitRate: kind === 'still' ? null : positive(report.format.bit_rate),
    createdAt: createdAt(report.format.tags) ?? createdAt(stream.tags),
    tags: report.format.tags,
    video: kind === 'still' ? { ...video, frameCount: 1, durationMs: null, variableFrameRate: false } : video,
    streams: report.streams.map(summary),
  };
}

async function readReport(
  path: string,
  { pictureDemuxer }: MediaInput,
  tools: FfmpegTools,
  signal: AbortSignal | undefined,
): Promise<FfprobeReport> {
  // Only its first decoded frame knows how a photograph was held.
  const firstFrame = pictureDemuxer === null ? [] : ['-show_frames', '-read_intervals', '%+#1'];
  const args = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', ...firstFrame];
  const { code, output, log } = await runToEnd(
    tools.ffprobe,
    [...args, ...inputArguments(path, pictureDemuxer)],
    { signal },
  );
  const parsed = ffprobeReport.safeParse(parseJson(output));
  if (code !== 0 || !parsed.success || parsed.data.streams.length === 0) throw probeFailure(log);
  return parsed.data;
}

/** The default moving picture; cover art and thumbnails are pictures of the file, not evidence in it. */
function mainVideoStream({ streams }: FfprobeReport): FfprobeStream {
  const isCover = ({ disposition }: FfprobeStream) =>
    disposition['attached_pic'] === 1 || disposition['timed_thumbnails'] === 1;
  const videos = streams.filter((stream) => stream.codec_type === 'video' && !isCover(stream));
  const chosen = videos.find(({ disposition }) => disposition['default'] === 1) ?? videos[0];
  if (!chosen) {
    const found = [...new Set(streams.map(({ codec_type }) => codec_type ?? 'unknown'))].join(', ');
    throw new EngineError(
      'media/no-video-stream',
      `there is no video in this file (only: ${found}); choose a file with pictures`,
    );
  }
  return chosen;
}

function describeVideo(stream: FfprobeStream, report: FfprobeReport): VideoStream {
  const { codec_name: codec, pix_fmt: pixelFormat, width = 0, height = 0 } = stream;
  if (
    !codec ||
    codec === 'unknown' ||
    !pixelFormat ||
    pixelFormat === 'unknown' ||
    width === 0 ||
    height === 0
  ) {
    const name = codec && codec !== 'unknown' ? codec : (stream.codec_tag_string ?? 'unknown');
    throw new EngineError(
      'media/unsupported',
      `this ffmpeg cannot decode the video in this file (codec ${name}); convert the file or install a newer ffmpeg`,
    );
  }
  if (width * height > largestPicturePixels) {
    throw new EngineError(
      'media/unsupported',
      `${width} × ${height} pixels are more than this program takes; scale the picture down`,
    );
  }
  const sideData = [...stream.side_data_list, ...(report.frames[0]?.side_data_list ?? [])];
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

function kindOf(container: string, { frameCount }: VideoStream): MediaInfo['kind'] {
  if (container.endsWith('_pipe')) return 'still';
  if (container === 'gif') return frameCount === 1 ? 'still' : 'animation';
  return container === 'apng' ? 'animation' : 'video';
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

function summary(stream: FfprobeStream): StreamSummary {
  const rate = rational(stream.avg_frame_rate);
  const frames = rate ? `, ${(rate.num / rate.den).toFixed(2).replace(/\.?0+$/, '')} frames/s` : '';
  const kinds: Record<string, StreamSummary['kind']> = {
    video: 'video',
    audio: 'audio',
    subtitle: 'subtitle',
    attachment: 'attachment',
  };
  const kind = kinds[stream.codec_type ?? ''] ?? 'data';
  const details = {
    video: `${stream.width} × ${stream.height}${frames}`,
    audio: `${stream.channels ?? '?'} channels, ${stream.sample_rate ?? '?'} Hz`,
  };
  return {
    index: stream.index,
    kind,
    codec: stream.codec_name ?? 'unknown',
    detail: kind === 'video' || kind === 'audio' ? details[kind] : '',
    tags: stream.tags,
  };
}

/** Apple's key holds the local time with its zone; creation_time is UTC by definition. */
function createdAt(tags: Record<string, string>): string | null {
  const text = tags['com.apple.quicktime.creationdate'] ?? tags['creation_time'];
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** null for "0/0", "0/1", "N/A" and the like. */
function rational(text: string | undefined): Rational | null {
  const [num, den] = (text ?? '').split('/').map(Number);
  return num && den ? { num, den } : null;
}

function positive(text: string | undefined): number | null {
  const value = Number(text);
  return value > 0 ? value : null;
}

function milliseconds(seconds: string | undefined): number | null {
  const value = positive(seconds);
  // Through whole microseconds, as ffprobe writes them, so that 2.01 s is not 2009.9999999999998 ms.
  return value === null ? null : Math.round(value * 1e6) / 1000;
}

const known = (value: string | number | undefined) =>
  value === undefined || value === 'unknown' ? null : String(value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
