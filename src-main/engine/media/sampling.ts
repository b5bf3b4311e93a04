/** Selects the sampled frames of a video from the presentation times of all frames. */
import type { SamplingPolicy } from '../../shared/domain.ts';

/** A smaller difference counts as the same time: n / rate and a time stamp are rounded differently. */
const toleranceMs = 1e-3;

/**
 * @param timesMs presentation times of all frames, ascending
 * @returns frame indices, ascending, each once
 */
export function sampleFrames(policy: SamplingPolicy, timesMs: Float64Array): number[] {
  const count = timesMs.length;
  switch (policy.kind) {
    case 'first':
      return Array.from({ length: Math.min(policy.count, count) }, (_, i) => i);
    case 'spread':
      return spread(policy.count, timesMs);
    case 'every':
      return Array.from({ length: Math.ceil(count / policy.step) }, (_, i) => i * policy.step);
    case 'rate':
      return atRate(policy.perSecond, timesMs);
    case 'all':
      return Array.from({ length: count }, (_, i) => i);
  }
}

/**
 * Divides the presentation time into `parts` equal parts and takes the frame shown at the centre of each. If one frame
 * is shown at two centres, its neighbour is taken too, so there are exactly `parts` frames.
 */
function spread(parts: number, timesMs: Float64Array): number[] {
  const count = timesMs.length;
  if (parts >= count) return Array.from({ length: count }, (_, i) => i);
  const start = timesMs[0]!;
  // The last frame is assumed to last as long as the mean of the others.
  const lengthMs = ((timesMs[count - 1]! - start) * count) / Math.max(1, count - 1);
  const chosen: number[] = [];
  for (let part = 0; part < parts; part++) {
    const shown = frameAt(start + ((part + 0.5) * lengthMs) / parts, timesMs);
    const latest = count - (parts - part);
    chosen.push(Math.min(Math.max(shown, (chosen.at(-1) ?? -1) + 1), latest));
  }
  return chosen;
}

function atRate(perSecond: number, timesMs: Float64Array): number[] {
  const chosen: number[] = [];
  const start = timesMs[0] ?? 0;
  const end = timesMs.at(-1) ?? 0;
  for (let i = 0; start + (i * 1000) / perSecond <= end + toleranceMs; i++) {
    const shown = frameAt(start + (i * 1000) / perSecond, timesMs);
    if (shown !== chosen.at(-1)) chosen.push(shown);
  }
  return timesMs.length === 0 ? [] : chosen;
}

/** The last frame that starts at or before a time; the first frame for earlier times. */
function frameAt(instantMs: number, timesMs: Float64Array): number {
  let low = 0;
  let high = timesMs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (timesMs[middle]! <= instantMs + toleranceMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
