/** Frames by time. `timesMs` are the presentation times of all frames, rising. */

/** The frame on screen at an instant: the last that has begun, or with 'after' the first that has not ended going back. */
export function frameAt(timesMs: ArrayLike<number>, ms: number, side: 'before' | 'after' = 'before'): number {
  const next = firstFrom(timesMs, ms);
  const found = side === 'after' || timesMs[next] === ms ? next : next - 1;
  return Math.min(Math.max(0, found), Math.max(0, timesMs.length - 1));
}

/** The frame whose time is nearest. */
export function nearestFrame(timesMs: ArrayLike<number>, ms: number): number {
  const before = frameAt(timesMs, ms);
  const after = frameAt(timesMs, ms, 'after');
  return timesMs[after]! - ms < ms - timesMs[before]! ? after : before;
}

/** The first frame whose time is not before `ms`; their number, if there is none. */
function firstFrom(timesMs: ArrayLike<number>, ms: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesMs[middle]! < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
