/** Finds the main person of a labelled clip: the label does not apply to people in the background. */
import type { FaceQuality, Refusal } from '../../shared/domain.ts';

interface SizedFace {
  refused: Refusal | null;
  quality: Pick<FaceQuality, 'sizePx'>;
}

/** The track with the most and largest usable faces; an empty track if no face is usable. */
export function dominantTrack<T extends SizedFace>(tracks: readonly T[][]): T[] {
  const size = (track: readonly T[]) =>
    track.reduce((sum, { refused, quality }) => sum + (refused === null ? quality.sizePx : 0), 0);
  return tracks.reduce<T[]>((best, track) => (size(track) > size(best) ? track : best), []);
}
