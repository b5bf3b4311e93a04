import type { Face } from '../../shared/domain.ts';
import type { ClassifierModel } from '../classifiers/classifier-model.ts';
import type { TrackedFace } from './observe-video.ts';

/** Observed faces with their scores, in the given order; a refused face has none. */
export async function scoreFaces(
  observed: readonly Omit<TrackedFace, 'image'>[],
  classifier: ClassifierModel,
): Promise<Face[]> {
  const usable = observed.filter((face) => face.embedding !== null);
  const scores = await classifier.score(usable.map((face) => face.embedding!));
  const scoreOf = new Map(usable.map((face, index) => [face, scores[index]!]));
  return observed.map((face) => {
    const { frameIndex, pts, ptsMs, box, landmarks, detection, quality, refused } = face;
    return {
      ...{ frameIndex, pts, ptsMs, box, landmarks, detection, quality, refused },
      ...(scoreOf.get(face) ?? { score: null, classifiers: null, novelty: null }),
    };
  });
}
