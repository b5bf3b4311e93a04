/** Reads the container, streams, time base, rotation, colour and tags of a file with ffprobe. */
import type { MediaInfo, StreamSummary, VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { ffprobeReport, type FfprobeReport, type FfprobeStream } from './ffprobe-report.ts';
import { milliseconds, positive, rational } from './ffprobe-values.ts';
import { runToEnd } from './media-process.ts';
import { inputArguments, inspectInput, type MediaInput } from './media-input.ts';
import { probeFailure } from './probe-failure.ts';
import { describeVideo } from './video-stream.ts';

/**
 * @throws EngineError media/not-found, not-a-file, permission-denied, empty-file, unreadable,
 *   no-video-stream, unsupported, decode-failed, timed-out; the abort reason
 */
export async function probe(path: string, tools: FfmpegPair, signal?: AbortSignal): Promise<MediaInfo> {
  const input = await inspectInput(path);
  const { report, log } = await readReport(path, input, tools, signal);
  const stream = mainVideoStream(report);
  const container = report.format.format_name ?? 'unknown';
  const video = describeVideo(stream, report.frames[0]?.side_data_list ?? [], log);
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
  tools: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<{ report: FfprobeReport; log: string[] }> {
  // For a photograph, only the first decoded frame has the orientation.
  const firstFrame = pictureDemuxer === null ? [] : ['-show_frames', '-read_intervals', '%+#1'];
  const args = ['-v', 'warning', '-of', 'json', '-show_format', '-show_streams', ...firstFrame];
  const { code, output, log } = await runToEnd(
    tools.ffprobe,
    [...args, ...inputArguments(path, pictureDemuxer)],
    { signal },
  );
  const parsed = ffprobeReport.safeParse(parseJson(output));
  if (code !== 0 || !parsed.success || parsed.data.streams.length === 0) throw probeFailure(log);
  return { report: parsed.data, log };
}

/** The default video stream. Cover art and thumbnails are not evidence. */
function mainVideoStream({ streams }: FfprobeReport): FfprobeStream {
  const isCover = ({ disposition }: FfprobeStream) =>
    disposition['attached_pic'] === 1 || disposition['timed_thumbnails'] === 1;
  const videos = streams.filter((stream) => stream.codec_type === 'video' && !isCover(stream));
  const chosen = videos.find(({ disposition }) => disposition['default'] === 1) ?? videos[0];
  if (!chosen) {
    const found = [...new Set(streams.map(({ codec_type }) => codec_type ?? 'unknown'))].join(', ');
    throw new EngineError(
      'media/no-video-stream',
      `This file has no video (only: ${found}). Choose a file with pictures.`,
    );
  }
  return chosen;
}

function kindOf(container: string, { frameCount }: VideoStream): MediaInfo['kind'] {
  if (container.endsWith('_pipe')) return 'still';
  if (container === 'gif') return frameCount === 1 ? 'still' : 'animation';
  return container === 'apng' ? 'animation' : 'video';
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

/**
 * Apple's key has the local time with its zone; creation_time is UTC by definition. A time without a zone (AVI) stays
 * unchanged among the tags: reading it as a time would add the zone of this machine.
 */
function createdAt(tags: Record<string, string>): string | null {
  const text = tags['com.apple.quicktime.creationdate'] ?? tags['creation_time'];
  const time = text !== undefined && /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
