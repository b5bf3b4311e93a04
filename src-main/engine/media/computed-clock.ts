/**
 * The clock of a stream without a container: ffmpeg computes its times from a frame rate. From release 6 on, ffprobe
 * names its own 25 frames/s instead of that rate, so it is taken from the times.
 */
import { rateText } from '../../shared/wording.ts';
import type { MediaInfo, Rational } from '../../shared/domain.ts';
import type { FrameIndex } from './frame-index.ts';
import { medianInterval } from './presentation-order.ts';

/** ffmpeg's names of their demuxers. */
const withoutContainer = new Set(['h264', 'hevc', 'm4v', 'mpegvideo', 'mjpeg', 'obu', 'vc1', 'h263']);

/** The description with the rate of the computed times, and what to say of them; unchanged for any other file. */
export function withComputedClock(media: MediaInfo, { pts, timeBase }: FrameIndex): MediaInfo {
  if (!withoutContainer.has(media.container) || pts.length < 2) return media;
  const averageFrameRate = rateOf(medianInterval(pts), timeBase);
  const text = `The stream has no container and no time stamps. Its times were computed from ${rateText(averageFrameRate)}, which the stream names or the decoder assumed.`;
  return {
    ...media,
    video: { ...media.video, averageFrameRate },
    assumptions: [...(media.assumptions ?? []), text],
  };
}

/** In lowest terms. @param ticks of one frame */
function rateOf(ticks: number, { num, den }: Rational): Rational {
  let [common, rest] = [den, ticks * num];
  while (rest !== 0) [common, rest] = [rest, common % rest];
  return { num: den / common, den: (ticks * num) / common };
}
