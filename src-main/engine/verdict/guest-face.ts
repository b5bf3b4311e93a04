/** A face as a guest detector judges it: with its one score, and without what our model says. */
import type { Face } from '../../shared/domain.ts';

/** @param score null for a refused face */
export const scoredByGuest = <F extends Face>(face: F, score: number | null): F => ({
  ...face,
  ...{ score, classifiers: null, novelty: null },
});
