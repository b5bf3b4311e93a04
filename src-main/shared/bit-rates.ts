/** Bit rate of a video in each of its seconds, by when the frames are shown. */

export interface BitRates {
  /** In bit/s, over all of the video. */
  mean: number;
  /** In bit/s; of each whole second. Empty for a video that is shorter, and for one that claims more than a week. */
  perSecond: Float64Array;
}

/** A file may claim any length: with two frames, ten thousand years. */
const MOST_SECONDS = 7 * 24 * 60 * 60;

/**
 * @param packetBytes of each frame; NaN where it is not known
 * @param endMs when the last frame ends
 * @returns null where a size or the length is not known
 */
export function bitRates(timesMs: Float64Array, packetBytes: Float64Array, endMs: number): BitRates | null {
  if (!(endMs > 0) || !Number.isFinite(endMs) || packetBytes.length === 0 || packetBytes.some(Number.isNaN))
    return null;
  const seconds = Math.floor(endMs / 1000);
  const perSecond = new Float64Array(seconds > MOST_SECONDS ? 0 : seconds);
  let bits = 0;
  for (const [frame, bytes] of packetBytes.entries()) {
    const second = Math.floor(timesMs[frame]! / 1000);
    if (second >= 0 && second < perSecond.length) perSecond[second]! += bytes * 8;
    bits += bytes * 8;
  }
  return { mean: (bits * 1000) / endMs, perSecond };
}
