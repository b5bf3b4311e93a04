/**
 * How unfamiliar a face is to a model: the share of held-out faces that lie nearer to the training data. People who
 * were held out of training give the scale, since the faces that were trained on lie at no distance from themselves.
 */
import { z } from 'zod';
import { quantile } from '../support/quantile.ts';
import { fitMahalanobis, mahalanobisDistance, type MahalanobisModel } from './mahalanobis.ts';
import { drawReferences, neighbourDistance } from './nearest-neighbours.ts';
import type { KnownFace } from './training-distance.ts';

/** What stands for the training data. */
export interface TrainingRegion {
  references: readonly Float32Array[];
  mahalanobis: MahalanobisModel;
}

/** Of one face, by each measure. */
export interface TrainingDistances {
  neighbours: number;
  mahalanobis: number;
}

/** Each measure's quantiles over held-out faces, evenly spaced from the least to the largest. */
const quantiles = z.array(z.number()).min(2);
export const noveltyScale = z.object({ neighbours: quantiles, mahalanobis: quantiles });
export type NoveltyScale = z.infer<typeof noveltyScale>;

/** Finer than most training sets support. */
const STEPS = 200;

export function fitTrainingRegion(faces: readonly KnownFace[], seed: number): TrainingRegion {
  return { references: drawReferences(faces, seed), mahalanobis: fitMahalanobis(faces) };
}

/** The distances of one embedding after another from a region. */
export function distancesFrom({ references, mahalanobis }: TrainingRegion) {
  const toNeighbours = neighbourDistance(references);
  const toMeans = mahalanobisDistance(mahalanobis);
  return (embedding: Float32Array): TrainingDistances => ({
    neighbours: toNeighbours(embedding),
    mahalanobis: toMeans(embedding),
  });
}

/** @param heldOut of faces of people who were not trained on, at least one */
export function fitNoveltyScale(heldOut: readonly TrainingDistances[]): NoveltyScale {
  const quantilesOf = (measure: keyof TrainingDistances) => {
    const ascending = heldOut.map((distances) => distances[measure]).sort((a, b) => a - b);
    return Array.from({ length: STEPS + 1 }, (_, step) => quantile(ascending, step / STEPS));
  };
  return { neighbours: quantilesOf('neighbours'), mahalanobis: quantilesOf('mahalanobis') };
}

/** From 0 to 1, by the measure that finds the face farther; at 1 it is farther than every held-out face. */
export function noveltyOf({ neighbours, mahalanobis }: TrainingDistances, scale: NoveltyScale): number {
  return Math.max(shareNearer(scale.neighbours, neighbours), shareNearer(scale.mahalanobis, mahalanobis));
}

/** Share of the held-out distances below this one, straight between the quantiles. */
function shareNearer(ascending: readonly number[], distance: number): number {
  const above = ascending.findIndex((value) => value > distance);
  if (above === -1) return 1;
  if (above === 0) return 0;
  const [from, to] = [ascending[above - 1]!, ascending[above]!];
  return (above - 1 + (distance - from) / (to - from)) / (ascending.length - 1);
}
