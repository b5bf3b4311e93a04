/** Which frames stand for the parts of a filmstrip. */
import type { TimeRange } from '../../src-main/shared/charts/time-axis.ts';
import type { ViewedVideo } from '../../src-main/shared/viewing.ts';
import { frameAt } from './frame-at.ts';

/**
 * For each of `count` equal parts of a range a frame that is on screen in it: the first key frame, which decodes at
 * once, else the one in its middle; null for a part behind the end.
 */
export function stripFrames(
  { timesMs, keys, endMs }: Pick<ViewedVideo, 'timesMs' | 'keys' | 'endMs'>,
  { fromMs, toMs }: TimeRange,
  count: number,
): (number | null)[] {
  const partMs = (toMs - fromMs) / count;
  return Array.from({ length: count }, (_, part) => {
    const begin = fromMs + part * partMs;
    if (begin >= endMs) return null;
    const middle = frameAt(timesMs, begin + partMs / 2);
    const last = frameAt(timesMs, begin + partMs * 0.999);
    for (let frame = frameAt(timesMs, begin); frame <= last; frame += 1)
      if (keys[frame] === 1 && timesMs[frame]! >= begin) return frame;
    return middle;
  });
}
