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

/** Shorter stretches are not worth a second decoder: pictures are so large that few fit. */
const SHORTEST_STRETCH = 4;

/** Small pictures fit by the thousand, and the frame that is needed first comes last. */
const LONGEST_STRETCH = 100;

/** For a frame that somebody waits for now. */
export function goalFor(frameIndex: number, { position, direction }: Travel, shelf: Shelf): Goal {
  const back = direction === -1 && frameIndex === position ? STEPS_BACK : 0;
  const first = Math.max(0, frameIndex - Math.min(back, shelf.capacity - 1));
  return { frameIndex, run: { first, last: direction === 1 ? shelf.frameCount - 1 : frameIndex } };
}

/**
 * For the next steps: the nearest missing frame ahead, then behind. Null when enough are there. Forwards a run goes on
 * to the end of the video and rests whenever all are ready. Backwards it is one stretch, ended by the missing frame, and
 * begun when all of it fits: its frames come in their own order, the one that is needed first at the end.
 */
export function goalAhead(travel: Travel, shelf: Shelf): Goal | null {
  const room = shelf.capacity - 1;
  const ahead = framesAhead(travel, shelf);
  const behind = room - ahead;
  return (
    missing(travel, ahead, stretchLength(travel, shelf), shelf) ??
    missing(turned(travel), behind, Math.min(behind, LONGEST_STRETCH), shelf)
  );
}

/**
 * Backwards, the stretch before the one that is under way, for a decoder that stands ready at it by the time that there
 * is room: from a key frame far before, that takes longer than the frames at hand last. Null where none is needed.
 */
export function stretchBefore(under: FrameRange, travel: Travel, shelf: Shelf): FrameRange | null {
  const length = stretchLength(travel, shelf);
  if (travel.direction === 1 || under.last > travel.position || under.first === 0) return null;
  if (length < SHORTEST_STRETCH) return null;
  return { first: Math.max(0, under.first - length), last: under.first - 1 };
}

const framesAhead = ({ direction }: Travel, { capacity }: Shelf) =>
  Math.ceil((capacity - 1) * aheadShare(direction));

/** Two fit ahead: one that is there, and one that comes meanwhile. */
const stretchLength = (travel: Travel, shelf: Shelf) =>
  Math.min(LONGEST_STRETCH, Math.ceil(framesAhead(travel, shelf) / 2));

const turned = ({ position, direction }: Travel): Travel => ({
  position,
  direction: direction === 1 ? -1 : 1,
});

function missing({ position, direction }: Travel, count: number, stretch: number, shelf: Shelf): Goal | null {
  for (let step = 1; step <= count; step += 1) {
    const frameIndex = position + step * direction;
    if (frameIndex < 0 || frameIndex >= shelf.frameCount) return null;
    if (shelf.has(frameIndex)) continue;
    const first = Math.max(0, frameIndex - stretch + 1);
    const fits =
      direction === 1 ? step <= 1 + count * (1 - MISSING_SHARE) : first === 0 || position - first <= count;
    if (!fits && !shelf.reaches(frameIndex)) return null;
    const run =
      direction === 1 ? { first: frameIndex, last: shelf.frameCount - 1 } : { first, last: frameIndex };
    return { frameIndex, run };
  }
  return null;
}
