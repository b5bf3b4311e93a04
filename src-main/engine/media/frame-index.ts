/**
 * The presentation times of all frames of a video, which give every frame its number. They are read from the packets
 * without decoding. If packets and frames do not match one to one, the video is decoded once.
 */
import type { MediaInfo, Rational } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { FrameLog } from './frame-log.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { decoderArguments } from './ffmpeg-arguments.ts';
import { MediaProcess } from './media-process.ts';
import { mediaArguments } from './media-input.ts';
import { encryptedRefusal } from './probe-failure.ts';
import { hasOddTimes, oddTimes } from './odd-times.ts';
import {
  hasEvenClock,
  median,
  presentationOrder,
  type PresentationOrder,
  type StampedFrame,
} from './presentation-order.ts';

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

export interface StoredPacket {
  position: number;
  size: number;
}

/** VP8 stores hidden reference pictures in separate packets, which look like frames. */
const codecsWithHiddenPackets = new Set(['vp8']);
/** Their clock is the recorder's own, which may leap where recordings were joined or the recorder paused. */
const containersWithOwnClock = new Set(['mpegts', 'mpeg', 'flv']);
/** An interval counts as even within this share of the median: containers round times to whole ticks. */
const evenShare = 0.1;
const evenTicks = 1;
/** A day at 50 frames a second has fewer. All are kept in memory, and a small file can claim any number. */
export const MAX_FRAMES = 5_000_000;
/** A cut leaves one or two odd intervals at the ends; a phone that records slower in the dark leaves many. */
const oddIntervalShare = 0.02;

/**
 * @throws EngineError media/no-frames if the stream has no frames, media/unsupported if it has too many or no times,
 *   media/encrypted, media/decode-failed if ffmpeg crashes, media/timed-out; the abort reason
 */
export async function indexFrames(
  path: string,
  media: MediaInfo,
  tools: FfmpegPair,
  signal?: AbortSignal,
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
  const { order, readTo, packets } = await readPackets(path, media, tools, signal);
  const index = { ...(order ?? (await readByDecoding(path, media, tools, signal))), readTo, packets };
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

/** Adds to the description of a file the number of frames and whether the frame rate varies. */
export function withFrames(media: MediaInfo, index: FrameIndex): MediaInfo {
  const exact = { frameCount: index.pts.length, variableFrameRate: hasVariableFrameRate(index) };
  const { num, den } = index.timeBase;
  const clockStartMs = ((index.pts[0] ?? 0) * num * 1000) / den;
  // The container's length is that of the recording whose clock it read.
  const durationMs = hasEvenClock(index) ? media.durationMs : index.endMs;
  return { ...media, clockStartMs, durationMs, video: { ...media.video, ...exact } };
}

/** A frame index but for what the packets alone tell. */
type FrameOrder = Omit<FrameIndex, 'readTo' | 'packets'>;

/** No order if the packets do not give the frames: times are missing or occur twice, as in XviD in AVI, or ffprobe fails. */
async function readPackets(
  path: string,
  media: MediaInfo,
  tools: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<Pick<FrameIndex, 'readTo' | 'packets'> & { order: FrameOrder | null }> {
  const { container, video } = media;
  // Only of MP4 ffprobe knows that a packet is encrypted.
  const sideData = container.startsWith('mov,mp4') ? ':packet_side_data=side_data_type' : '';
  const shown = `packet=pts,dts,duration,size,pos,flags${sideData}`;
  const entries = ['-select_streams', String(video.index), '-show_entries', shown];
  const args = ['-v', 'repeat+level+error', ...entries, '-of', 'csv=p=0', ...mediaArguments(path, media)];
  const frames: StampedFrame[] = [];
  const log = new FrameLog();
  let timesMissing = false;
  let storedFrames = 0;
  let readTo: number | null = null;
  const packets: StoredPacket[] = [];
  let latest = { pts: -Infinity, duration: 0 };
  const demuxer = new MediaProcess(tools.ffprobe, args, {
    ...{ bwrap: tools.bwrap, reads: path, signal },
    onErrorLine: (line) => log.read(line),
  });
  for await (const line of lines(demuxer.output())) {
    // A packet with side data is followed by an empty line, in MPEG-TS every one.
    if (line === '') continue;
    if (line.includes(',Encryption info')) throw encryptedRefusal('Common Encryption');
    const [presented = '', decoded = '', lasting = '', size = '', place = '', flags = ''] = line.split(',');
    storedFrames += 1;
    if (storedFrames > MAX_FRAMES) throw tooManyFrames();
    const position = ticks(place);
    if (position !== null) packets.push({ position, size: Number(size) });
    // What an edit list cuts away is decoded for the sake of later frames, but never shown.
    if (flags.includes('D')) continue;
    readTo = Math.max(readTo ?? 0, position ?? 0);
    const [pts, dts] = [ticks(presented), ticks(decoded)];
    if (pts === null) timesMissing = true;
    if (pts !== null && pts >= latest.pts) latest = { pts, duration: ticks(lasting) ?? 0 };
    frames.push({ pts: pts ?? NaN, dts, key: flags.includes('K') ? 1 : 0, position });
  }
  const code = await demuxer.ended;
  // An ffprobe that crashed has not read all packets.
  const unusable = { order: null, ...(code === null ? { readTo: null, packets: [] } : { readTo, packets }) };
  if (code !== 0 || timesMissing || codecsWithHiddenPackets.has(video.codec)) return unusable;
  if (hasOddTimes(frames, video.timeBase)) return unusable;
  const order = presentationOrder(frames, video.timeBase, containersWithOwnClock.has(container));
  if (order.timesMs.some((time, i) => time === order.timesMs[i - 1])) return unusable;
  // Each recording of a chained Ogg file begins with packets of headers, which look like frames.
  if (container === 'ogg' && order.joins.length > 0) return unusable;
  const endMs =
    (order.timesMs.at(-1) ?? 0) + (latest.duration * 1000 * video.timeBase.num) / video.timeBase.den;
  const warnings = log.complaints.list();
  const frameOrder = { ...order, timeBase: video.timeBase, warnings, storedFrames, endMs };
  return { order: { ...frameOrder, source: 'packets' }, readTo, packets };
}

const tooManyFrames = () =>
  new EngineError(
    'media/unsupported',
    `The video has more than ${MAX_FRAMES.toLocaleString('en-GB')} frames, and Exhibit examines up to that many. Cut it into parts without encoding it again, and add each as evidence of its own.`,
  );

/** ffprobe writes N/A, or nothing, for a time that is not there. */
const ticks = (text: string) => (/^-?\d+$/.test(text) ? Number(text) : null);

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

async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk.toString('latin1')).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}
