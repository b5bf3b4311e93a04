/** Finds the face that a correction means in a finding that may have been made with other sampling. */
import type { FaceAnchor } from '../../shared/people.ts';
import type { Box } from '../../shared/domain.ts';
import { cornersOf, intersectionOverUnion } from '../faces/boxes.ts';

/** Two boxes of one face by different settings overlap by more; those of two people by less. */
export const MIN_OVERLAP = 0.5;
/** How far from its frame a face is looked for where that frame was not sampled. Later, somebody else may be there. */
export const REACH_MS = 1000;

/** Of two boxes in one frame. */
export const isSameFace = (a: Box, b: Box): boolean => overlapOf(a, b) >= MIN_OVERLAP;

const overlapOf = (a: Box, b: Box): number => intersectionOverUnion(cornersOf(a), cornersOf(b));

interface PlacedFace {
  frameIndex: number;
  ptsMs: number;
  box: Box;
}

/**
 * @param tracks as the machine made them: faces in order of their frames, one a frame
 * @returns the face in the anchor's frame that overlaps most with it; where there is none, of the faces of each track
 *   that are nearest in time and within reach, the one that overlaps most. Null if none overlaps by half
 */
export function resolveAnchor<F extends PlacedFace>(
  anchor: FaceAnchor,
  tracks: readonly { faces: readonly F[] }[],
): F | null {
  const around = tracks.map(({ faces }) => {
    const from = firstFrom(faces, anchor.frameIndex);
    return [faces[from], faces[from - 1]].filter((face) => face !== undefined);
  });
  const inFrame = around.flatMap((faces) => faces.filter((face) => face.frameIndex === anchor.frameIndex));
  return mostOverlapping(anchor, inFrame) ?? mostOverlapping(anchor, around.flatMap(nearestTo(anchor)));
}

/** Index of the first face in this frame or later: a two-hour video has thousands of faces a track. */
function firstFrom(faces: readonly PlacedFace[], frameIndex: number): number {
  let [low, high] = [0, faces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (faces[middle]!.frameIndex < frameIndex) low = middle + 1;
    else high = middle;
  }
  return low;
}

const nearestTo =
  ({ ptsMs }: FaceAnchor) =>
  <F extends PlacedFace>(faces: readonly F[]): F[] => {
    const distance = (face: F) => Math.abs(face.ptsMs - ptsMs);
    const reached = faces.filter((face) => distance(face) <= REACH_MS);
    return reached.sort((a, b) => distance(a) - distance(b)).slice(0, 1);
  };

function mostOverlapping<F extends PlacedFace>({ box }: FaceAnchor, faces: readonly F[]): F | null {
  const ranked = faces
    .map((face) => ({ face, overlap: overlapOf(box, face.box) }))
    .filter(({ overlap }) => overlap >= MIN_OVERLAP)
    .sort((a, b) => b.overlap - a.overlap);
  return ranked[0]?.face ?? null;
}
