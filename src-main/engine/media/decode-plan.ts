/**
 * Plans the decoding of the sampled frames. Each run starts at the key frame before its first frame and ends at its
 * last frame, so long gaps between runs are skipped.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import type { FrameIndex } from './frame-index.ts';
import { hasEvenClock } from './presentation-order.ts';

/**
 * Starting ffmpeg costs as much as decoding about this many pixels (60 ms; 15 frames of 1080p), measured on two
 * cores. A shorter gap is decoded, not skipped.
 */
const restartPixels = 30e6;
/** Keeps the filter text of a run under 20 KB; Windows allows 32 KB for a whole command line. */
const rangesPerRun = 500;
/** In files with an index by decoding time, ffmpeg seeks this much earlier (3/23 s, ffmpeg_demux.c). */
const seekMarginMs = 131;

export interface DecodeRun {
  seekSeconds: number | null;
  /** frameIndex of each sampled frame, ascending. */
  wanted: number[];
}

/**
 * @param wanted frame indices, ascending
 * @param seekable false decodes from the beginning, for streams where a seek has failed
 */
export function planRuns(
  media: MediaInfo,
  index: FrameIndex,
  wanted: readonly number[],
  seekable = index.source === 'packets' && media.kind === 'video' && hasEvenClock(index),
): DecodeRun[] {
  const gap = restartPixels / (media.video.width * media.video.height);
  const runs: DecodeRun[] = [];
  let key = 0;
  let next = 0;
  let ranges = 0;
  for (const frame of wanted) {
    for (; next <= frame; next++) if (index.keys[next] === 1) key = next;
    const run = runs.at(-1);
    const last = run?.wanted.at(-1) ?? 0;
    if (frame !== last + 1) ranges += 1;
    if (run && (!seekable || key - last <= gap) && ranges <= rangesPerRun) {
      run.wanted.push(frame);
    } else {
      const skip = seekable && key > gap;
      runs.push({ seekSeconds: skip ? seekSeconds(media, index, key, frame) : null, wanted: [frame] });
      ranges = 1;
    }
  }
  return runs;
}

/** Seeks to the key frame itself (see the margin). A seek that ends too late leaves a gap, which is repaired later. */
function seekSeconds(
  { container }: MediaInfo,
  { pts, timeBase }: FrameIndex,
  key: number,
  frame: number,
): number {
  // A seek is by the container's clock, which need not start at 0.
  const clockMs = (at: number) => (pts[at]! * timeBase.num * 1000) / timeBase.den;
  const target = container.startsWith('matroska')
    ? Math.min(clockMs(key) + seekMarginMs, clockMs(frame))
    : clockMs(key);
  return Math.ceil(target * 1000) / 1e6;
}

/**
 * The filters that let the wanted frames of a run pass and end the run after the last. Frames are named by their time
 * stamps: a position would start again at 0 when ffmpeg builds its filters anew, as it does where the picture size
 * changes. In joined recordings a time stamp can stand for a frame of each; {@link passingFrames} tells which pass.
 */
export function selectFilters({ wanted }: DecodeRun, index: FrameIndex): string[] {
  const { pts } = index;
  const terms = ranges(wanted, pts).map(([from, to]) => `between(pts,${from},${to})`);
  const select = `select='${terms.join('+')}'`;
  return hasEvenClock(index) ? [`trim=end_pts=${pts[wanted.at(-1)!]! + 1}`, select] : [select];
}

/** Frames that {@link selectFilters} lets through, in the order in which they come. */
export function passingFrames({ wanted }: DecodeRun, index: FrameIndex): readonly number[] {
  if (hasEvenClock(index)) return wanted;
  const { pts } = index;
  const passes = ranges(wanted, pts);
  return [...pts.keys()].filter((frame) =>
    passes.some(([from, to]) => pts[frame]! >= from && pts[frame]! <= to),
  );
}

/** Time stamps of neighbouring frames as one range. */
function ranges(wanted: readonly number[], pts: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let from = 0; from < wanted.length;) {
    let to = from;
    while (wanted[to + 1] === wanted[to]! + 1 && pts[wanted[to + 1]!]! > pts[wanted[to]!]!) to += 1;
    found.push([pts[wanted[from]!]!, pts[wanted[to]!]!]);
    from = to + 1;
  }
  return found;
}
