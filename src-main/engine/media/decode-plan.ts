/**
 * Plans what is decoded for the wanted frames: each run begins at the key frame before its first frame and
 * ends with its last one, so that the long stretches between are skipped.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { ptsMsOf, type FrameIndex } from './frame-index.ts';

/**
 * A new ffmpeg costs about as much as decoding this many pixels (60 ms; 15 frames of 1080p), measured on two
 * cores: a shorter gap is decoded through.
 */
const restartPixels = 30e6;
/** Keeps the filter text of a run under 20 KB; Windows takes 32 KB for a whole command line. */
const rangesPerRun = 500;
/** ffmpeg seeks this much earlier in files whose index is by decoding time (3/23 s, ffmpeg_demux.c). */
const seekMarginMs = 131;

export interface DecodeRun {
  seekSeconds: number | null;
  /** frameIndex of each wanted frame, ascending. */
  wanted: number[];
}

/**
 * @param wanted frame indices, ascending
 * @param seekable false decodes from the beginning: for streams in which a seek has failed
 */
export function planRuns(
  media: MediaInfo,
  index: FrameIndex,
  wanted: readonly number[],
  seekable = index.source === 'packets' && media.kind === 'video',
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

/** Lands on the key frame itself: see the margin. A landing too late shows as a gap and is repaired there. */
function seekSeconds(
  { container }: MediaInfo,
  { pts, timeBase }: FrameIndex,
  key: number,
  frame: number,
): number {
  const keyMs = ptsMsOf(pts[key]!, timeBase);
  const target = container.startsWith('matroska')
    ? Math.min(keyMs + seekMarginMs, ptsMsOf(pts[frame]!, timeBase))
    : keyMs;
  return Math.ceil(target * 1000) / 1e6;
}

/**
 * The filters that let the wanted frames of a run pass and end the run after the last. Frames known by their
 * packets are named by time stamp, those known by decoding alone by their position from the beginning.
 */
export function selectFilters({ wanted }: DecodeRun, { pts, source }: FrameIndex): string[] {
  const byTime = source === 'packets';
  const name = (frame: number) => (byTime ? pts[frame]! : frame);
  const terms: string[] = [];
  for (let from = 0; from < wanted.length;) {
    let to = from;
    while (wanted[to + 1] === wanted[to]! + 1) to += 1;
    terms.push(`between(${byTime ? 'pts' : 'n'},${name(wanted[from]!)},${name(wanted[to]!)})`);
    from = to + 1;
  }
  const end = name(wanted.at(-1)!) + 1;
  return [byTime ? `trim=end_pts=${end}` : `trim=end_frame=${end}`, `select='${terms.join('+')}'`];
}
