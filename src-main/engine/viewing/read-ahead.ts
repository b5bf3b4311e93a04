/** Which frames to decode next: what is waited for first, then what the next steps will need. */
import { aheadShare, type Travel } from './travel.ts';

/** Frames to decode in one run; the decoder begins at the key frame before. */
export interface FrameRange {
  first: number;
  last: number;
}

/** The next frame to get, and the run to begin for it where none that is under way reaches it. */
export interface Goal {
  frameIndex: number;
  run: FrameRange;
}

interface Shelf {
  frameCount: number;
  /** Frames that are kept at most. */
  capacity: number;
  /** Whether nothing needs to be done for this frame: it is there, or can't be decoded. */
  has(frameIndex: number): boolean;
  /** Whether the decoder under way comes to this frame. */
  reaches(frameIndex: number): boolean;
}

/** A decoder is started ahead of need once this share of the frames that should be there is missing. */
const MISSING_SHARE = 1 / 2;

/** Back from a frame that somebody waits for: enough for the next steps, and quickly decoded. */
const STEPS_BACK = 8;

/** For a frame that somebody waits for now. */
export function goalFor(frameIndex: number, { position, direction }: Travel, shelf: Shelf): Goal {
  const back = direction === -1 && frameIndex === position ? STEPS_BACK : 0;
  const first = Math.max(0, frameIndex - Math.min(back, shelf.capacity - 1));
  return { frameIndex, run: { first, last: direction === 1 ? shelf.frameCount - 1 : frameIndex } };
}

/**
 * For the next steps: the nearest missing frame ahead, then behind. Null when enough are there. Forwards a run goes on
 * to the end of the video and rests whenever all are ready; backwards it is one stretch, ended by the missing frame.
 */
export function goalAhead(travel: Travel, shelf: Shelf): Goal | null {
  const room = shelf.capacity - 1;
  const ahead = Math.ceil(room * aheadShare(travel.direction));
  return missing(travel, ahead, shelf) ?? missing(turned(travel), room - ahead, shelf);
}

const turned = ({ position, direction }: Travel): Travel => ({
  position,
  direction: direction === 1 ? -1 : 1,
});

function missing({ position, direction }: Travel, count: number, shelf: Shelf): Goal | null {
  for (let step = 1; step <= count; step += 1) {
    const frameIndex = position + step * direction;
    if (frameIndex < 0 || frameIndex >= shelf.frameCount) return null;
    if (shelf.has(frameIndex)) continue;
    if (step > 1 + count * (1 - MISSING_SHARE) && !shelf.reaches(frameIndex)) return null;
    const run =
      direction === 1
        ? { first: frameIndex, last: shelf.frameCount - 1 }
        : { first: Math.max(0, position - count), last: frameIndex };
    return { frameIndex, run };
  }
  return null;
}
