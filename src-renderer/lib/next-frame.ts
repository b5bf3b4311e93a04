/** Which frame a film comes to as its time goes by, once through the video or over and over through a part of it. */
import type { ViewedVideo } from '../../src-main/shared/viewing.ts';
import type { FrameSpan } from './find-notes.ts';
import { frameAt } from './frame-at.ts';

interface NextFrame {
  frameIndex: number;
  /** Frames between the one on screen and this one, whose time went by. */
  left: number;
  /** Whether the part begins anew with it. */
  isNewRound: boolean;
}

/**
 * @param current the frame on screen
 * @param filmMs time of the film, which runs backwards where the rate is negative
 * @param loop the part to play over and over; null for all of the video, once
 */
export function nextFrame(
  { timesMs, endMs }: Pick<ViewedVideo, 'timesMs' | 'endMs'>,
  current: number,
  filmMs: number,
  rate: number,
  loop: FrameSpan | null,
): NextFrame {
  const isForwards = rate > 0;
  const due = frameAt(timesMs, filmMs, isForwards ? 'before' : 'after');
  if (loop === null) return { frameIndex: due, left: between(current, due), isNewRound: false };
  const [first, last] = [loop.first, Math.min(loop.last, timesMs.length - 1)];
  const endOf = (frame: number) => timesMs[frame + 1] ?? endMs;
  const isOver = isForwards ? filmMs >= endOf(last) : filmMs <= 2 * timesMs[first]! - endOf(first);
  const isInside = first <= current && current <= last;
  if (isOver || !isInside) {
    const left = isInside ? Math.abs((isForwards ? last : first) - current) : 0;
    return { frameIndex: isForwards ? first : last, left, isNewRound: true };
  }
  const within = Math.min(Math.max(first, due), last);
  return { frameIndex: within, left: between(current, within), isNewRound: false };
}

const between = (a: number, b: number): number => Math.max(0, Math.abs(b - a) - 1);
