/** Whom a labelled clip is about: a label says nothing of those who walk by. */
import type { FaceQuality, Refusal } from '../../shared/domain.ts';

interface SizedFace {
  refused: Refusal | null;
  quality: Pick<FaceQuality, 'sizePx'>;
}

/** The track with most to see: many usable faces, and large ones; none when no face is usable. */
export function dominantTrack<T extends SizedFace>(tracks: readonly T[][]): T[] {
  const size = (track: readonly T[]) =>
    track.reduce((sum, { refused, quality }) => sum + (refused === null ? quality.sizePx : 0), 0);
  return tracks.reduce<T[]>((best, track) => (size(track) > size(best) ? track : best), []);
}
