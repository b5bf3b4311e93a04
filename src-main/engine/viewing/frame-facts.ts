/** What is known of a decoded frame, from its place in the index and from the decoder. */
import type { FrameFacts } from '../../shared/viewing.ts';
import type { Frame } from '../media/frame.ts';
import type { FrameIndex } from '../media/frame-index.ts';

/** The frames of one video. */
export function frameFacts(index: FrameIndex): (frame: Frame, sha256: string | null) => FrameFacts {
  const { keys, timeBase, timesMs, positions, endMs } = index;
  const sizes = packetSizes(index);
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
      packetBytes: sizes.get(positions[frameIndex] ?? NaN) ?? null,
      width,
      height,
      sha256,
    };
  };
}

/** By the byte at which a packet begins; null where two begin at the same, as with laced ones. */
function packetSizes({ packets }: FrameIndex): ReadonlyMap<number, number | null> {
  const sizes = new Map<number, number | null>();
  for (const { position, size } of packets) sizes.set(position, sizes.has(position) ? null : size);
  return sizes;
}
