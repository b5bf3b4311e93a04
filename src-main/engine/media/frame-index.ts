/**
 * The presentation times of all frames of a video, which give every frame its number. They are read from the packets
 * without decoding. If packets and frames do not match one to one, the video is decoded once.
 */
import type { MediaInfo, Rational } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { withComputedClock } from './computed-clock.ts';
import { FrameLog } from './frame-log.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { decoderArguments } from './ffmpeg-arguments.ts';
import { MediaProcess } from './media-process.ts';
import { hasOddTimes, oddTimes } from './odd-times.ts';
import { hasEvenClock, median, presentationOrder, type PresentationOrder } from './presentation-order.ts';
import {
  mediaPackets,
  MAX_FRAMES,
  readPackets,
  tooManyFrames,
  type PacketReading,
  type StoredPacket,
} from './read-packets.ts';

export interface FrameIndex extends PresentationOrder {
  timeBase: Rational;
  /** 'packets' when each packet is one frame; 'decoding' when only the decoder could tell. */
  source: 'packets' | 'decoding';
  /** Warnings of the demuxer, such as announced data that is missing. */
  warnings: string[];
  /** Frames in the file, those that an edit list hides among them; null where only the decoder could tell. */
  storedFrames: number | null;
  /** When the last frame ends, on the same time line. */
  endMs: number;
  /** The last byte of the file at which a shown packet of this stream begins; null where no packet tells. */
  readTo: number | null;
  /** Where the packets of this stream lie in the file, as far as that is known. */
  packets: readonly StoredPacket[];
}

/** VP8 stores hidden reference pictures in separate packets, which look like frames. */
const codecsWithHiddenPackets = new Set(['vp8']);
/** Their clock is the recorder's own, which may leap where recordings were joined or the recorder paused. */
const containersWithOwnClock = new Set(['mpegts', 'mpeg', 'flv']);
/** An interval counts as even within this share of the median: containers round times to whole ticks. */
const evenShare = 0.1;
const evenTicks = 1;
/** A cut leaves one or two odd intervals at the ends; a phone that records slower in the dark leaves many. */
const oddIntervalShare = 0.02;

/**
 * @param beside packets of this stream, where they were read while the file was probed
 * @throws EngineError media/no-frames if the stream has no frames, media/unsupported if it has too many or no times,
 *   media/encrypted, media/decode-failed if ffmpeg crashes, media/timed-out; the abort reason
 */
export async function indexFrames(
  path: string,
  media: MediaInfo,
  tools: FfmpegPair,
  signal?: AbortSignal,
  beside?: Promise<PacketReading>,
): Promise<FrameIndex> {
  const { timeBase } = media.video;
  if (media.kind === 'still') {
    const only = presentationOrder([{ pts: 0, dts: 0, key: 1, position: null }], timeBase);
    return {
      ...only,
      timeBase,
      source: 'decoding',
      warnings: [],
      storedFrames: null,
      endMs: 0,
      readTo: null,
      packets: [],
    };
  }
  const read = (await beside) ?? (await readPackets(path, mediaPackets(path, media), tools, signal));
  const order = orderOf(read, media) ?? (await readByDecoding(path, media, tools, signal));
  const index = { ...order, readTo: read.readTo, packets: read.packets };
  if (index.pts.length > 0) return index;
  throw new EngineError(
    'media/no-frames',
    'The video contains no frame: the file is incomplete. Copy it again from its source.',
  );
}

/** Whether the intervals between frames differ, by the frames' own times instead of the container's claim. */
export function hasVariableFrameRate({
  timesMs,
  timeBase,
}: Pick<FrameIndex, 'timesMs' | 'timeBase'>): boolean {
  const intervals = timesMs.subarray(1).map((value, i) => value - timesMs[i]!);
  const usual = median(intervals);
  const tickMs = (1000 * timeBase.num) / timeBase.den;
  const tolerance = Math.max(evenTicks * tickMs * 1.001, usual * evenShare);
  const odd = intervals.filter((interval) => Math.abs(interval - usual) > tolerance).length;
  return odd > 2 && odd > intervals.length * oddIntervalShare;
}

/** Adds to the description of a file the number of frames, whether the frame rate varies, and a computed clock. */
export function withFrames(media: MediaInfo, index: FrameIndex): MediaInfo {
  const exact = { frameCount: index.pts.length, variableFrameRate: hasVariableFrameRate(index) };
  const { num, den } = index.timeBase;
  const clockStartMs = ((index.pts[0] ?? 0) * num * 1000) / den;
  // The container's length is that of the recording whose clock it read.
  const durationMs = hasEvenClock(index) ? media.durationMs : index.endMs;
  return withComputedClock(
    { ...media, clockStartMs, durationMs, video: { ...media.video, ...exact } },
    index,
  );
}

/** A frame index but for what the packets alone tell. */
type FrameOrder = Omit<FrameIndex, 'readTo' | 'packets'>;

/** No order if the packets do not give the frames: times are missing or occur twice, as in XviD in AVI, or ffprobe fails. */
function orderOf(
  { frames, storedFrames, timesMissing, latest, code, warnings }: PacketReading,
  { container, video }: MediaInfo,
): FrameOrder | null {
  if (code !== 0 || timesMissing || codecsWithHiddenPackets.has(video.codec)) return null;
  if (hasOddTimes(frames, video.timeBase)) return null;
  const order = presentationOrder(frames, video.timeBase, containersWithOwnClock.has(container));
  if (order.timesMs.some((time, i) => time === order.timesMs[i - 1])) return null;
  // Each recording of a chained Ogg file begins with packets of headers, which look like frames.
  if (container === 'ogg' && order.joins.length > 0) return null;
  const endMs =
    (order.timesMs.at(-1) ?? 0) + (latest.duration * 1000 * video.timeBase.num) / video.timeBase.den;
  return { ...order, timeBase: video.timeBase, warnings, storedFrames, endMs, source: 'packets' };
}

async function readByDecoding(
  path: string,
  media: MediaInfo,
  tools: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<FrameOrder> {
  const log = new FrameLog();
  const args = decoderArguments(path, media, tools, {
    seekSeconds: null,
    filters: [],
    sink: ['-f', 'null', '-'],
  });
  const decoder = new MediaProcess(tools.ffmpeg, args, {
    ...{ bwrap: tools.bwrap, reads: path, signal },
    onErrorLine: (line) => {
      if (log.frames.length > MAX_FRAMES) decoder.kill();
      return log.read(line);
    },
  });
  const output = decoder.output();
  while (!(await output.next()).done);
  if (log.frames.length > MAX_FRAMES) throw tooManyFrames();
  if ((await decoder.ended) === null) {
    throw new EngineError(
      'media/decode-failed',
      `ffmpeg crashed while it read the file, after ${log.frames.length} frames. Convert the file, or install another ffmpeg, and try again.`,
      { cause: log.complaints.list().join('\n') },
    );
  }
  const timeBase = log.timeBase ?? media.video.timeBase;
  if (log.frames.some(({ pts }) => Number.isNaN(pts))) {
    throw new EngineError(
      'media/unsupported',
      'The frames have no presentation times. Put the stream into an MP4 or MKV file first.',
    );
  }
  const ticks = Float64Array.from(log.frames, ({ pts }) => pts);
  const keys = log.frames.map(({ key }) => key);
  const odd = oddTimes(ticks, keys, timeBase);
  const shown = log.frames.map((frame, i) => {
    const shownAt = odd.get(i);
    // Theora has no B-frames: where its clock goes back, however little, another recording begins.
    const dts = media.container === 'ogg' ? (shownAt ?? frame.pts) : null;
    return { ...frame, dts, ...(shownAt === undefined ? {} : { shownAt }) };
  });
  const order = presentationOrder(shown, timeBase, containersWithOwnClock.has(media.container));
  const endMs = order.timesMs.at(-1) ?? 0;
  const warnings = log.complaints.list();
  return { ...order, timeBase, source: 'decoding', warnings, storedFrames: null, endMs };
}
