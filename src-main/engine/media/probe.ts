/** Reads the container, streams, time base, rotation, colour and tags of a file with ffprobe. */
import type { MediaInfo, StreamSummary, VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { colourAssumptions, requireKnownColours } from './colour.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { fileEnding } from './file-ending.ts';
import type { FfprobeReport, FfprobeStream } from './ffprobe-report.ts';
import { milliseconds, positive, rational } from './ffprobe-values.ts';
import { firstFrameOf, type FirstFrame } from './first-frame.ts';
import { undecodedText } from './jpeg-lost-data.ts';
import { inspectInput } from './media-input.ts';
import { misnamedText } from './misnamed.ts';
import { pictureOrientation } from './picture-orientation.ts';
import { readReport } from './read-report.ts';
import {
  dolbyVisionRefusal,
  encryptedRefusal,
  heifRefusal,
  probeFailure,
  streamFailure,
} from './probe-failure.ts';
import { isScrambledStream } from './scrambling.ts';
import { streamPartRefusal } from './stream-parts.ts';
import { missingText, type Ending } from './structure-reader.ts';
import { behindText, furtherPagesText, isCover, unexaminedStreams } from './unexamined-parts.ts';
import { describeVideo, isDecodable } from './video-stream.ts';

/**
 * @param streamIndex of the video stream to describe; the main one when left out
 * @throws EngineError media/not-found, not-a-file, permission-denied, empty-file, unreadable,
 *   no-video-stream, unsupported, encrypted, decode-failed, timed-out; the abort reason
 */
export async function probe(
  path: string,
  tools: FfmpegPair,
  signal?: AbortSignal,
  streamIndex?: number,
): Promise<MediaInfo> {
  const input = await inspectInput(path, signal);
  if (input.heifBrand !== null) throw heifRefusal(input.heifBrand);
  const { report, log, range } = await readReport(path, input, tools, signal);
  const container = report.format.format_name ?? 'unknown';
  const stream = streamIndex === undefined ? mainVideoStream(report) : videoStream(report, streamIndex);
  if (stream === null) {
    const { cut } = await fileEnding(path, { container, sizeBytes: input.sizeBytes }, signal);
    throw cut === null ? noVideo(report) : probeFailure(log, cut);
  }
  const isPicture = input.pictureDemuxer !== null;
  const first = isPicture
    ? report.packets_and_frames
    : await firstFrameOf(stream, path, { report, range }, tools, signal);
  // Where it begins without encryption, its index finds out.
  if (isEncrypted(stream, first)) throw encryptedRefusal('Common Encryption');
  if (await isScrambledStream(path, { container, sizeBytes: input.sizeBytes, stream }, signal))
    throw encryptedRefusal();
  if (!isDecodable(stream)) {
    const { cut } = await fileEnding(path, { container, sizeBytes: input.sizeBytes }, signal);
    const failure = streamFailure(stream, { log, cut, hasOthers: report.streams.some(isDecodable) });
    throw (await streamPartRefusal(path, input.sizeBytes, signal)) ?? failure;
  }
  const picture = container.endsWith('_pipe') ? await pictureOrientation(path, container) : null;
  const frame = first.find(({ type }) => type === 'frame');
  const video = describeVideo(stream, picture, frame?.side_data_list ?? []);
  if (isDolbyVisionOnly(stream)) throw dolbyVisionRefusal();
  requireKnownColours(video, container, tools.convertsHdr);
  const kind = kindOf(container, video);
  const ending =
    kind === 'still'
      ? await fileEnding(path, { container, sizeBytes: input.sizeBytes }, signal, input.ending)
      : null;
  return {
    kind,
    container,
    sizeBytes: input.sizeBytes,
    durationMs: kind === 'still' ? null : (video.durationMs ?? milliseconds(report.format.duration)),
    bitRate: kind === 'still' ? null : positive(report.format.bit_rate),
    createdAt: createdAt(report.format.tags) ?? createdAt(stream.tags),
    tags: report.format.tags,
    video: kind === 'still' ? { ...video, ...withoutTime } : video,
    streams: report.streams.map((each) =>
      summary(kind === 'still' ? { ...each, avg_frame_rate: undefined } : each),
    ),
    ...(range === undefined ? {} : { usableBytes: range.end }),
    assumptions: [
      ...misnamedText(path, { container, tags: report.format.tags }),
      ...colourAssumptions(video),
      ...slantText(video),
      ...fieldsText(stream),
    ],
    ...(ending === null ? {} : { missing: missingOf(ending, container, log) }),
    unexamined: [
      ...unexaminedStreams(report, stream.index),
      ...(container === 'tiff_pipe' ? await furtherPagesText(path, input.sizeBytes, signal) : []),
      ...behindText(ending?.behind ?? [], 'picture'),
    ],
  };
}

/** ffmpeg gives a picture the rate and length of one frame in a film of pictures. */
const withoutTime = {
  ...{ averageFrameRate: null, nominalFrameRate: null, variableFrameRate: false },
  ...{ frameCount: 1, durationMs: null },
};

/** A picture was decoded when it was probed; where its structure says what is missing, the decoder adds nothing. */
function missingOf(ending: Ending, container: string, log: readonly string[]): string[] {
  const missing = missingText(ending);
  return missing.length > 0 || container !== 'jpeg_pipe' ? missing : undecodedText(log);
}

/** The name of the sample entry says it, or a packet. */
const isEncrypted = ({ codec_tag_string: tag }: FfprobeStream, first: FirstFrame): boolean =>
  tag === 'encv' ||
  first.some(({ side_data_list }) =>
    side_data_list.some(({ side_data_type }) => side_data_type === 'Encryption info'),
  );

/** Profile 5 has colours of its own (IPT) and no tag that says so; the others can be read as HDR or BT.709. */
const isDolbyVisionOnly = ({ side_data_list }: FfprobeStream): boolean =>
  side_data_list.some(({ dv_profile }) => dv_profile === 5);

const slantText = ({ slantDegrees }: VideoStream): string[] =>
  slantDegrees === undefined
    ? []
    : [
        `The file says that its frames are turned by ${slantDegrees}°, which is not a multiple of 90°. The frames were examined as they are stored; faces may be tilted.`,
      ];

/** The two fields of an interlaced frame are 1/50 or 1/60 s apart and stay woven into one picture. */
const fieldsText = ({ field_order: order }: FfprobeStream): string[] =>
  order === undefined || order === 'progressive' || order === 'unknown'
    ? []
    : [
        'The video is interlaced. Each frame was examined as one picture of both fields; the edges of moving faces look like a comb.',
      ];

function videoStream({ streams }: FfprobeReport, index: number): FfprobeStream {
  const stream = streams.find((each) => each.index === index && each.codec_type === 'video');
  if (stream) return stream;
  const there = streams.filter(({ codec_type }) => codec_type === 'video').map((each) => each.index);
  throw new EngineError(
    'media/no-video-stream',
    `The file has no video stream ${index}. Choose one of: ${there.join(', ') || 'none'}.`,
  );
}

/** The default moving picture; cover art and thumbnails are named as not examined. */
function mainVideoStream({ streams }: FfprobeReport): FfprobeStream | null {
  const videos = streams.filter((stream) => stream.codec_type === 'video' && !isCover(stream));
  return videos.find(({ disposition }) => disposition['default'] === 1) ?? videos[0] ?? null;
}

function noVideo({ streams }: FfprobeReport): EngineError {
  const kinds = streams.map((stream) =>
    isCover(stream) ? 'cover picture' : (stream.codec_type ?? 'unknown'),
  );
  const found = [...new Set(kinds)].join(', ');
  return new EngineError(
    'media/no-video-stream',
    `ffmpeg finds no pictures in this file (only: ${found}), so there are no faces to examine.`,
  );
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
