/** What of a file is missing, joined, hidden, or was not examined, as sentences of the verdict and of `exhibit probe`. */
import type { MediaInfo } from '../../shared/domain.ts';
import { cutShort } from './cut-short.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import type { FrameIndex } from './frame-index.ts';
import { hiddenFrames, hiddenFramesText, joinsText, missingFrames } from './missing-frames.ts';
import { transparencyText } from './transparency.ts';

interface Remarks {
  sentences: string[];
  /** Frames in the file that its edit list cuts away. */
  hiddenFrames: number;
}

export async function remarksOn(
  path: string,
  media: MediaInfo,
  index: FrameIndex,
  tools: FfmpegPair,
  signal?: AbortSignal,
): Promise<Remarks> {
  const cut = await cutShort(path, media);
  const hidden = hiddenFrames(media, index, cut);
  const transparent = await transparencyText(path, media, tools, signal);
  const sentences = [
    ...(cut === null ? [] : [cut]),
    ...missingFrames(media, index, cut),
    ...joinsText(index),
    ...hiddenFramesText(hidden),
    ...(media.unexamined ?? []),
    ...(transparent === null ? [] : [transparent]),
  ];
  return { sentences, hiddenFrames: hidden };
}
