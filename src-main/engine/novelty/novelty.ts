/**
 * Novelty of a face: the share of held-out faces that are nearer to the training data. The scale comes from held-out
 * people, because training faces have distance 0 from themselves.
 */
import { z } from 'zod';
import { quantile } from '../support/quantile.ts';
import { fitMahalanobis, mahalanobisDistance, type MahalanobisModel } from './mahalanobis.ts';
import { drawReferences, neighbourDistance } from './nearest-neighbours.ts';
import type { KnownFace } from './training-distance.ts';

/** The data that represents the training data. */
export interface TrainingRegion {
  references: readonly Float32Array[];
  mahalanobis: MahalanobisModel;
}

/** The distances of one face, by each measure. */
export interface TrainingDistances {
  neighbours: number;
  mahalanobis: number;
}

/** Quantiles of each measure over held-out faces, evenly spaced from the smallest to the largest. */
const quantiles = z.array(z.number()).min(2);
export const noveltyScale = z.object({ neighbours: quantiles, mahalanobis: quantiles });
export type NoveltyScale = z.infer<typeof noveltyScale>;

/** Number of steps; finer than most training sets support. */
const STEPS = 200;

export function fitTrainingRegion(faces: readonly KnownFace[], seed: number): TrainingRegion {
  return { references: drawReferences(faces, seed), mahalanobis: fitMahalanobis(faces) };
}

/** Returns a function for the distances of an embedding from a region. */
export function distancesFrom({ references, mahalanobis }: TrainingRegion) {
  const toNeighbours = neighbourDistance(references);
  const toMeans = mahalanobisDistance(mahalanobis);
  return (embedding: Float32Array): TrainingDistances => ({
    neighbours: toNeighbours(embedding),
    mahalanobis: toMeans(embedding),
  });
}

/** @param heldOut distances of faces of held-out people, at least one */
export function fitNoveltyScale(heldOut: readonly TrainingDistances[]): NoveltyScale {
  const quantilesOf = (measure: keyof TrainingDistances) => {
    const ascending = heldOut.map((distances) => distances[measure]).sort((a, b) => a - b);
    return Array.from({ length: STEPS + 1 }, (_, step) => quantile(ascending, step / STEPS));
  };
  return { neighbours: quantilesOf('neighbours'), mahalanobis: quantilesOf('mahalanobis') };
}

/** From 0 to 1, the larger value of both measures; at 1 the face is farther than every held-out face. */
export function noveltyOf({ neighbours, mahalanobis }: TrainingDistances, scale: NoveltyScale): number {
  return Math.max(shareNearer(scale.neighbours, neighbours), shareNearer(scale.mahalanobis, mahalanobis));
}

/** Share of the held-out distances below this one, linear between the quantiles. */
function shareNearer(ascending: readonly number[], distance: number): number {
  const above = ascending.findIndex((value) => value > distance);
  if (above === -1) return 1;
  if (above === 0) return 0;
  const [from, to] = [ascending[above - 1]!, ascending[above]!];
  return (above - 1 + (distance - from) / (to - from)) / (ascending.length - 1);
}
