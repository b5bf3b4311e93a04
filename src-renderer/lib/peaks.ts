/** Where in a video a face stands out, for an examiner who looks at the most suspicious moments first. */
import type { StoredFace, StoredTrack } from '../../src-main/shared/case.ts';
import { leastAndMost } from '../../src-main/shared/least-and-most.ts';

export interface Peak {
  trackId: number;
  frameIndex: number;
}

/**
 * Faces that score higher than the scored faces of their track before and after them, and at or above the threshold
 * between the classes. Where no face of the video scores so high, the highest of each track.
 * @returns in order of frames
 */
export function suspiciousPeaks(tracks: readonly StoredTrack[], threshold: number): Peak[] {
  const tops = tracks.map(({ id, faces }) => ({ id, faces: localMaxima(faces) }));
  const isHigh = ({ score }: StoredFace) => score! >= threshold;
  const anyHigh = tops.some(({ faces }) => faces.some(isHigh));
  return tops
    .flatMap(({ id, faces }) => {
      const best = leastAndMost(faces.map(({ score }) => score!))[1];
      const chosen = anyHigh ? faces.filter(isHigh) : faces.filter(({ score }) => score === best).slice(0, 1);
      return chosen.map(({ frameIndex }) => ({ trackId: id, frameIndex }));
    })
    .sort((a, b) => a.frameIndex - b.frameIndex);
}

/** Of equal faces side by side, the first. */
function localMaxima(faces: readonly StoredFace[]): StoredFace[] {
  const scored = faces.filter(({ score }) => score !== null);
  // What follows each face, other than its equals: from the last one on, as a track may have a million.
  const after: number[] = [];
  for (let at = scored.length - 1; at >= 0; at -= 1) {
    const next = scored[at + 1];
    after[at] = next === undefined ? -1 : next.score === scored[at]!.score ? after[at + 1]! : next.score!;
  }
  return scored.filter(({ score }, at) => score! > (scored[at - 1]?.score ?? -1) && score! > after[at]!);
}

/** The nearest place before or after a frame; undefined where there is none. */
export function nextPlace<P extends { frameIndex: number }>(
  places: readonly P[],
  from: number,
  direction: 1 | -1,
): P | undefined {
  return direction === 1
    ? places.find(({ frameIndex }) => frameIndex > from)
    : places.findLast(({ frameIndex }) => frameIndex < from);
}
