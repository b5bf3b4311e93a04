/**
 * How unfamiliar a face is: its distance to the nearest training vector, against the distance that 99 % of
 * held-out faces keep (a one-class nearest-neighbour rule: Tax 2001, section 3.3). Distances are measured on
 * people whom the head was not trained on; on its own training data they would come out far too small.
 */
import { quantile } from '../quantile.ts';

export interface Neighbourhood {
  vectors: readonly Float32Array[];
  /** Euclidean; above it a vector is unfamiliar. */
  limit: number;
}

const FAMILIAR_SHARE = 0.99;

/** @param heldOutDistances nearest distances of faces that were not trained on */
export function familiarLimit(heldOutDistances: readonly number[]): number {
  return quantile(
    [...heldOutDistances].sort((a, b) => a - b),
    FAMILIAR_SHARE,
  );
}

/** Euclidean distance to the closest of `vectors`. */
export function nearestDistance(vector: Float32Array, vectors: readonly Float32Array[]): number {
  let nearest = Infinity;
  for (const other of vectors) {
    let sum = 0;
    for (let index = 0; index < vector.length; index++) sum += (vector[index]! - other[index]!) ** 2;
    if (sum < nearest) nearest = sum;
  }
  return Math.sqrt(nearest);
}

/** Above 1 is unfamiliar. */
export function noveltyOf(vector: Float32Array, { vectors, limit }: Neighbourhood): number {
  return nearestDistance(vector, vectors) / limit;
}
