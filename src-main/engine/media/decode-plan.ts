/**
 * Plans the decoding of the sampled frames. Each run starts at the key frame before its first frame and ends at its
 * last frame, so long gaps between runs are skipped.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { ptsMsOf, type FrameIndex } from './frame-index.ts';

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

/** Seeks to the key frame itself (see the margin). A seek that ends too late leaves a gap, which is repaired later. */
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
 * Filters that select the sampled frames of a run and end the run after the last one. If the index comes from packets,
 * frames are selected by time stamp; if it comes from decoding, by position from the beginning.
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
