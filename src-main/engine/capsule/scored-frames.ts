/** What a capsule holds of a finding: the frames in which faces have a score. */
import type { StoredFace, StoredFinding } from '../../shared/case.ts';

export const scoredFaces = ({ tracks }: Pick<StoredFinding, 'tracks'>): StoredFace[] =>
  tracks.flatMap(({ faces }) => faces.filter(({ score }) => score !== null));

/** Ascending, each once. */
export const scoredFrameIndices = (finding: Pick<StoredFinding, 'tracks'>): number[] =>
  [...new Set(scoredFaces(finding).map(({ frameIndex }) => frameIndex))].sort((a, b) => a - b);
