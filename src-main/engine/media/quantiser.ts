/**
 * How coarsely the pictures of an H.264 or HEVC video are quantised over time: the QP that the head of each slice names, read by
 * ffmpeg's filter `trace_headers`. No picture is decoded. SliceQPY = 26 + pic_init_qp_minus26 + slice_qp_delta (ITU-T H.264,
 * section 7.4.3; H.265, section 7.4.7.1, where the name is init_qp_minus26). Single blocks may have another one.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import type { Quantiser } from '../../shared/structure.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import type { FrameIndex } from './frame-index.ts';
import { mediaArguments } from './media-input.ts';
import { MediaProcess } from './media-process.ts';
import { median } from './presentation-order.ts';

const codecs = new Set(['h264', 'hevc']);
/** About 50 lines are written of each: two minutes at 25 frames a second are read in seconds. */
const MOST_PICTURES = 3000;
/**
 * Heads can be made long, and pictures of many slices have many. Counted in lines and not in seconds, so that a busy machine
 * gives the same figures.
 */
const MOST_LINES = 300_000;
/** Pictures may be hours apart. */
const MOST_SECONDS = 10_000;

/**
 * Adds it to what is known of a file. To be asked only of files whose figures are shown or stored: it takes a run of ffmpeg over
 * the file.
 * @throws as {@link MediaProcess.output}
 */
export async function withQuantiser(
  path: string,
  media: MediaInfo,
  index: Pick<FrameIndex, 'pts' | 'timesMs' | 'storedFrames'>,
  tools: FfmpegPair,
  signal?: AbortSignal,
): Promise<MediaInfo> {
  const quantiser = await quantiserOf(path, media, index, tools, signal);
  if (media.coding === undefined || quantiser === undefined) return media;
  return { ...media, coding: { ...media.coding, quantiser } };
}

/** @returns undefined for other codecs, null where ffmpeg could not tell */
async function quantiserOf(
  path: string,
  media: MediaInfo,
  index: Pick<FrameIndex, 'pts' | 'timesMs' | 'storedFrames'>,
  { ffmpeg, bwrap }: FfmpegPair,
  signal?: AbortSignal,
): Promise<Quantiser | null | undefined> {
  if (media.kind === 'still' || !codecs.has(media.video.codec)) return undefined;
  const enough = new AbortController();
  const heads = new SliceHeads(() => enough.abort());
  const tool = new MediaProcess(ffmpeg, tracing(path, media), {
    ...{ bwrap, reads: path, signal: signal ? AbortSignal.any([signal, enough.signal]) : enough.signal },
    onErrorLine: (line) => heads.read(line),
  });
  try {
    // The null muxer writes nothing.
    for await (const chunk of tool.output()) void chunk;
    if ((await tool.ended) !== 0) return null;
  } catch (error) {
    signal?.throwIfAborted();
    if (!enough.signal.aborted) throw error;
  }
  return figuresOf(heads, index);
}

const tracing = (path: string, media: MediaInfo): string[] => [
  ...['-hide_banner', '-nostdin', '-nostats', '-v', 'repeat+level+info', '-copyts'],
  ...mediaArguments(path, media),
  ...['-map', `0:${media.video.index}`, '-c', 'copy', '-copyinkf', '-frames:v', String(MOST_PICTURES)],
  ...['-bsf:v', 'trace_headers', '-f', 'null', '-'],
];

interface TracedPicture {
  /** In ticks of the stream; null where the packet has none. */
  pts: number | null;
  /** Of its slices. */
  qps: number[];
}

/** Reads lines such as `[trace_headers @ 0x5] [info] 30  slice_qp_delta  00111 = -3`. */
class SliceHeads {
  readonly pictures: TracedPicture[] = [];
  /** Whether more lines came than are read. */
  isCut = false;
  readonly #onCut: () => void;
  #lines = 0;
  /** By the number of the picture parameter set. */
  readonly #initial = new Map<number, number>();
  #set: number | null = null;

  constructor(onCut: () => void) {
    this.#onCut = onCut;
  }

  /** @returns whether a picture begins, so that ffmpeg gets on */
  read(line: string): boolean {
    if (this.isCut) return false;
    this.#lines += 1;
    if (this.#lines > MOST_LINES) {
      this.isCut = true;
      // Some of its slices are missing.
      this.pictures.pop();
      this.#onCut();
      return false;
    }
    const packet = /\] Packet: \d+ bytes,.* pts (-?\d+|NOPTS|N\/A)/.exec(line);
    if (packet) {
      this.pictures.push({ pts: /\d/.test(packet[1]!) ? Number(packet[1]) : null, qps: [] });
      return true;
    }
    const field = /\] \d+ +([a-z_0-9]+) .*= (-?\d+)$/.exec(line);
    if (!field) return false;
    const value = Number(field[2]);
    switch (field[1]) {
      case 'pic_parameter_set_id':
      case 'pps_pic_parameter_set_id':
      case 'slice_pic_parameter_set_id':
        this.#set = value;
        break;
      case 'pic_init_qp_minus26':
      case 'init_qp_minus26':
        if (this.#set !== null) this.#initial.set(this.#set, value);
        break;
      case 'slice_qp_delta': {
        const initial = this.#set === null ? undefined : this.#initial.get(this.#set);
        if (initial !== undefined) this.pictures.at(-1)?.qps.push(26 + initial + value);
      }
    }
    return false;
  }
}

function figuresOf(
  { pictures: traced, isCut }: Pick<SliceHeads, 'pictures' | 'isCut'>,
  { pts, timesMs, storedFrames }: Pick<FrameIndex, 'pts' | 'timesMs' | 'storedFrames'>,
): Quantiser | null {
  const told = traced.filter(({ qps }) => qps.length > 0);
  if (told.length === 0) return null;
  const values = Float64Array.from(told, ({ qps }) => mean(qps));
  const frames = new Map(Array.from(pts, (tick, frame) => [tick, frame]));
  const shown = told.flatMap((picture, at) => {
    const frame = picture.pts === null ? undefined : frames.get(picture.pts);
    return frame === undefined ? [] : [{ ptsMs: timesMs[frame]!, qp: values[at]! }];
  });
  return {
    pictures: told.length,
    // Some packets hold no picture, or one that an edit list hides.
    isWhole: !isCut && (traced.length < MOST_PICTURES || traced.length === (storedFrames ?? pts.length)),
    median: median(values),
    least: values.reduce((least, each) => Math.min(least, each)),
    most: values.reduce((most, each) => Math.max(most, each)),
    // Without their times, nothing is said over time.
    perSecond: shown.length < Math.min(told.length, pts.length) ? null : bySecond(shown),
  };
}

/** The mean of the pictures that are shown in each second. */
function bySecond(shown: readonly { ptsMs: number; qp: number }[]): (number | null)[] | null {
  const seconds = shown.map(({ ptsMs }) => Math.floor(ptsMs / 1000));
  const last = seconds.reduce((most, each) => Math.max(most, each), 0);
  if (last >= MOST_SECONDS) return null;
  const groups = Array.from({ length: last + 1 }, (): number[] => []);
  for (const [at, { qp }] of shown.entries()) groups[seconds[at]!]?.push(qp);
  return groups.map((qps) => (qps.length === 0 ? null : Number(mean(qps).toFixed(2))));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
