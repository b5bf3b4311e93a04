/** Held-out scores of one classifier on one split, and how those of a clip's faces become the clip's. */
import type { HeldOutFigure, SplitKind } from '../../../shared/lab.ts';
import { groupedBy } from '../../support/grouped.ts';
import type { LabFace } from '../run-plans.ts';

export interface FaceScore {
  faceId: number;
  /** Probability of fake in [0, 1]. */
  score: number;
}

export interface ScoredSplit {
  split: SplitKind;
  classifier: string;
  /** null where the experiment scores whole videos. */
  faces: FaceScore[] | null;
  videos: HeldOutFigure[];
}

/** Video scores as the paper formed them: the mean over the video's faces. */
export function scoredByFaces(
  split: SplitKind,
  classifier: string,
  scores: readonly FaceScore[],
  faces: ReadonlyMap<number, LabFace>,
): ScoredSplit {
  const byItem = groupedBy(scores, ({ faceId }) => faces.get(faceId)!.itemId);
  const videos = [...byItem].map(([itemId, own]): HeldOutFigure => {
    const { label, group } = faces.get(own[0]!.faceId)!;
    const score = own.reduce((sum, face) => sum + face.score, 0) / own.length;
    return { label, itemId, group, score };
  });
  return { split, classifier, faces: [...scores], videos };
}
