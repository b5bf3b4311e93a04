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
import { demuxerOf, inputArguments } from './media-input.ts';

export interface FrameIndex {
  timeBase: Rational;
  /** Presentation time stamps in the time base, ascending; the position is the frameIndex. */
  pts: Float64Array;
  /** 1 for a frame where decoding can start. */
  keys: Uint8Array;
  /** 'packets' if each packet is one frame; 'decoding' if the video had to be decoded. */
  source: 'packets' | 'decoding';
  /** Warnings of the demuxer, such as announced data that is missing. */
  warnings: string[];
}

/** VP8 stores hidden reference pictures in separate packets, which look like frames. */
const codecsWithHiddenPackets = new Set(['vp8']);
/** An interval counts as even within this share of the median: containers round times to whole ticks. */
const evenShare = 0.1;
const evenTicks = 1;
/** A cut leaves one or two odd intervals at the ends; a phone that records slower in the dark leaves many. */
const oddIntervalShare = 0.02;

/**
 * @throws EngineError media/no-frames if the stream has no frames, media/unsupported if its frames have no times,
 *   media/timed-out; the abort reason
 */
export async function indexFrames(
  path: string,
  media: MediaInfo,
  tools: FfmpegPair,
  signal?: AbortSignal,
): Promise<FrameIndex> {
  const { timeBase, codec } = media.video;
  if (media.kind === 'still') {
    return { timeBase, pts: Float64Array.of(0), keys: Uint8Array.of(1), source: 'decoding', warnings: [] };
  }
  const packets = codecsWithHiddenPackets.has(codec) ? null : await readPackets(path, media, tools, signal);
  const index = packets ?? (await readByDecoding(path, media, tools, signal));
  if (index.pts.length > 0) return index;
  throw new EngineError(
    'media/no-frames',
    'The video contains no frame: the file is incomplete. Copy it again from its source.',
  );
}

export const ptsMsOf = (pts: number, { num, den }: Rational) => (pts * num * 1000) / den;

/** Presentation times in milliseconds. */
export const frameTimesMs = ({ pts, timeBase }: FrameIndex) => pts.map((value) => ptsMsOf(value, timeBase));

/** Whether the intervals between frames differ. Uses the times of the frames, not the rate in the container. */
export function hasVariableFrameRate({ pts }: Pick<FrameIndex, 'pts'>): boolean {
  const intervals = pts.subarray(1).map((value, i) => value - pts[i]!);
  const median = intervals.toSorted()[intervals.length >> 1] ?? 0;
  const tolerance = Math.max(evenTicks, median * evenShare);
  const odd = intervals.filter((interval) => Math.abs(interval - median) > tolerance).length;
  return odd > 2 && odd > intervals.length * oddIntervalShare;
}

/** Adds to the description of a file the number of frames and whether the frame rate varies. */
export function withFrames(media: MediaInfo, index: FrameIndex): MediaInfo {
  const exact = { frameCount: index.pts.length, variableFrameRate: hasVariableFrameRate(index) };
  return { ...media, video: { ...media.video, ...exact } };
}

/** null if the packets do not give the frames: times are missing or occur twice, as in XviD in AVI. */
async function readPackets(
  path: string,
  { container, video }: MediaInfo,
  tools: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<FrameIndex | null> {
  const entries = ['-select_streams', String(video.index), '-show_entries', 'packet=pts,flags'];
  const args = [
    '-v',
    'repeat+level+error',
    ...entries,
    '-of',
    'csv=p=0',
    ...inputArguments(path, demuxerOf(container)),
  ];
  const frames: { pts: number; key: number }[] = [];
  const log = new FrameLog();
  let timesMissing = false;
  const demuxer = new MediaProcess(tools.ffprobe, args, { signal, onErrorLine: (line) => log.read(line) });
  for await (const line of lines(demuxer.output())) {
    const [time = '', flags = ''] = line.split(',');
    // Frames cut by an edit list are decoded because later frames need them, but they are never shown.
    if (flags.includes('D')) continue;
    const pts = time === '' ? NaN : Number(time);
    if (Number.isNaN(pts)) timesMissing = true;
    frames.push({ pts, key: flags.includes('K') ? 1 : 0 });
  }
  frames.sort((a, b) => a.pts - b.pts);
  if (timesMissing || frames.some(({ pts }, i) => pts === frames[i - 1]?.pts)) return null;
  return {
    timeBase: video.timeBase,
    pts: Float64Array.from(frames, ({ pts }) => pts),
    keys: Uint8Array.from(frames, ({ key }) => key),
    source: 'packets',
    warnings: log.complaints.list(),
  };
}

async function readByDecoding(
  path: string,
  media: MediaInfo,
  tools: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<FrameIndex> {
  const log = new FrameLog();
  const args = decoderArguments(path, media, tools, {
    seekSeconds: null,
    filters: [],
    sink: ['-f', 'null', '-'],
  });
  const decoder = new MediaProcess(tools.ffmpeg, args, { signal, onErrorLine: (line) => log.read(line) });
  const output = decoder.output();
  while (!(await output.next()).done);
  const pts = Float64Array.from(log.times);
  if (pts.some(Number.isNaN)) {
    throw new EngineError(
      'media/unsupported',
      'The frames have no presentation times. Put the stream into an MP4 or MKV file first.',
    );
  }
  return {
    timeBase: log.timeBase ?? media.video.timeBase,
    pts,
    keys: new Uint8Array(pts.length),
    source: 'decoding',
    warnings: [],
  };
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
