/** Where an examiner is in a video and which way the steps go: what is kept and what is fetched follows from it. */
export interface Travel {
  position: number;
  direction: 1 | -1;
}

/**
 * Of the frames kept, this share lies ahead; the rest is for a change of mind. Backwards it is more: each stretch is
 * decoded from the key frame before it, so that long ones cost less. Forwards the decoder stands at the next frame, and
 * the first step back comes to frames that take it longest.
 */
export const aheadShare = (direction: Travel['direction']) => (direction === 1 ? 1 / 2 : 9 / 10);

/** How dispensable a frame is: its distance, where a frame behind counts more than one ahead. */
export function remoteness(frameIndex: number, { position, direction }: Travel): number {
  const ahead = (frameIndex - position) * direction;
  const share = aheadShare(direction);
  return ahead >= 0 ? ahead / share : -ahead / (1 - share);
}

/** After a step to this frame; a jump beyond `reach` frames is no step, and goes on forwards. */
export function travelTo(frameIndex: number, from: Travel, reach: number): Travel {
  const step = frameIndex - from.position;
  if (step === 0) return from;
  return { position: frameIndex, direction: step < 0 && -step <= reach ? -1 : 1 };
}
