/** Frames that a video announces and does not hold, and recordings that were joined, each as a sentence of the verdict. */
import type { MediaInfo } from '../../shared/domain.ts';
import type { FrameIndex } from './frame-index.ts';

/** Containers round times; a cut of less can't be told from that. */
const MISSING_MS = 500;
const MISSING_SHARE = 0.1;

/** What this stream's own header announces against this stream's packets; another stream's length says nothing here. */
export function missingFrames(
  { kind, video }: MediaInfo,
  { storedFrames, endMs }: Pick<FrameIndex, 'storedFrames' | 'endMs'>,
): string[] {
  if (kind !== 'video' || storedFrames === null) return [];
  if (video.frameCount !== null && video.frameCount > storedFrames) {
    return [
      `The video announces ${video.frameCount} frames, and ${storedFrames} are in the file: the rest is missing.`,
    ];
  }
  if (video.durationMs !== null && video.durationMs - endMs > MISSING_MS + MISSING_SHARE * video.durationMs) {
    return [
      `The video announces ${seconds(video.durationMs)} s, and its frames end after ${seconds(endMs)} s: the rest is missing.`,
    ];
  }
  return [];
}

export function joinsText({ joins, timesMs }: Pick<FrameIndex, 'joins' | 'timesMs'>): string[] {
  if (joins.length === 0) return [];
  const places = joins.slice(0, 10).map((frame) => `${seconds(timesMs[frame]!)} s (frame ${frame})`);
  const more = joins.length > 10 ? ` and ${joins.length - 10} more places` : '';
  return [
    `The video was joined from ${joins.length + 1} recordings: its clock starts again at ${places.join(', ')}${more}. ` +
      'Times count from the start of the first recording.',
  ];
}

/** What an edit list cuts away is in the file, and no player shows it. */
export function hiddenFramesText({ pts, storedFrames }: Pick<FrameIndex, 'pts' | 'storedFrames'>): string[] {
  const hidden = (storedFrames ?? pts.length) - pts.length;
  if (hidden <= 0) return [];
  return [
    `The edit list of the file hides ${hidden} ${hidden === 1 ? 'frame' : 'frames'}, which no player shows and which ${hidden === 1 ? 'was' : 'were'} not examined.`,
  ];
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
