/** What of a file is missing, joined, hidden, or was not examined, as sentences of the verdict and of `exhibit probe`. */
import type { MediaInfo } from '../../shared/domain.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { fileEnding } from './file-ending.ts';
import { fragmentOrder, missingFragmentsText, stepsBackText } from './fragment-order.ts';
import type { FrameIndex } from './frame-index.ts';
import { lostBlocksText } from './lost-blocks.ts';
import { hiddenFrames, hiddenFramesText, joinsText, missingFrames } from './missing-frames.ts';
import { oddTimesText } from './odd-times.ts';
import { transparencyText } from './transparency.ts';
import { transportRemarks } from './transport-remarks.ts';
import { missingText, notReadText, sound, type Ending } from './structure-reader.ts';
import { anotherRecordingText, behindText } from './unexamined-parts.ts';

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
  // The ending of a still was read when it was probed.
  const ending = media.kind === 'still' ? { ...sound, behind: [] } : await fileEnding(path, media, signal);
  // In these, ffmpeg finds the next packet behind anything else: what it read on is no other file.
  const readTo = /^mpeg(?:ts)?$/.test(media.container) ? (index.readTo ?? 0) : 0;
  const behind = ending.behind.filter(({ at }) => at > readTo);
  const fragments = await fragmentOrder(path, media, signal);
  const notShown = hiddenFrames(media, index, ending);
  const passedOver = Math.min(notShown, fragments.lateFrames);
  const hidden = notShown - passedOver;
  const transparent = await transparencyText(path, media, tools, signal);
  const sentences = [
    ...(media.missing ?? []),
    ...missingText(ending),
    ...unreadText(ending, index),
    ...missingFrames(media, index, ending),
    ...missingFragmentsText(fragments, media.video),
    ...stepsBackText(fragments, passedOver),
    ...notReadText(fragments.notReadFrom, 'whether fragments are missing or stand out of order'),
    ...(await transportRemarks(path, media, index, signal)),
    ...(await lostBlocksText(path, media, index, ending, signal)),
    ...oddTimesText(index),
    ...joinsText(index),
    ...anotherRecordingText(ending, index.readTo),
    ...behindText(behind, media.kind === 'video' ? 'video' : 'picture'),
    ...hiddenFramesText(hidden),
    ...(media.unexamined ?? []),
    ...(transparent === null ? [] : [transparent]),
  ];
  return { sentences, hiddenFrames: hidden };
}

/** Where something is lost, a demuxer may give up. */
function unreadText({ goesOnAt = 0 }: Ending, { readTo }: Pick<FrameIndex, 'readTo'>): string[] {
  if (readTo === null || readTo >= goesOnAt) return [];
  return [
    `ffmpeg stopped reading there: what follows from byte ${goesOnAt} on was not examined. Repair a copy of the file and add that as evidence.`,
  ];
}
