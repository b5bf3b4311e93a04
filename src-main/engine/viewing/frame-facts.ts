/** What is known of a decoded frame, from its place in the index and from the decoder. */
import type { FrameFacts } from '../../shared/viewing.ts';
import type { Frame } from '../media/frame.ts';
import type { FrameIndex } from '../media/frame-index.ts';

/** The frames of one video. */
export function frameFacts(
  index: FrameIndex,
  packetBytes: Float64Array,
): (frame: Frame, sha256: string | null) => FrameFacts {
  const { keys, timeBase, timesMs, endMs } = index;
  return (frame, sha256) => {
    const { frameIndex, pts, ptsMs, width, height } = frame;
    const nextMs = timesMs[frameIndex + 1] ?? endMs;
    return {
      frameIndex,
      pts,
      timeBase,
      ptsMs,
      durationMs: nextMs > ptsMs ? nextMs - ptsMs : null,
      pictureType: frame.pictureType ?? null,
      key: keys[frameIndex] === 1,
      packetBytes: known(packetBytes[frameIndex]),
      width,
      height,
      sha256,
    };
  };
}

const known = (bytes = NaN): number | null => (Number.isNaN(bytes) ? null : bytes);
