/**
 * Online semi-hard mining (Schroff et al. 2015, section 3.2) over one batch, in the form of the method's
 * authors: each ordered positive pair takes the closest negative that is farther than the positive. Where
 * no negative is farther, it takes the farthest one, as that is the least hard; the very hardest, early in
 * training, pull all embeddings to one point.
 */

/** Places in the batch. */
export interface Triplet {
  anchor: number;
  positive: number;
  negative: number;
}

/**
 * @param distances squared Euclidean, [batch, batch], row by row
 * @param labels class of each place; equal labels are positives of each other
 * @returns one triplet an ordered positive pair; none for an anchor without a negative
 */
export function mineTriplets(distances: Float64Array, labels: readonly string[]): Triplet[] {
  const count = labels.length;
  const triplets: Triplet[] = [];
  for (let anchor = 0; anchor < count; anchor++) {
    const row = distances.subarray(anchor * count, (anchor + 1) * count);
    const negatives = [...labels.keys()]
      .filter((place) => labels[place] !== labels[anchor])
      .sort((a, b) => row[a]! - row[b]!);
    const farthest = negatives.at(-1);
    if (farthest === undefined) continue;
    for (let positive = 0; positive < count; positive++) {
      if (positive === anchor || labels[positive] !== labels[anchor]) continue;
      const closestBeyond = negatives.find((negative) => row[negative]! > row[positive]!);
      triplets.push({ anchor, positive, negative: closestBeyond ?? farthest });
    }
  }
  return triplets;
}

/** @param embeddings [batch, dim], row by row */
export function squaredDistances(embeddings: Float32Array, dim: number): Float64Array {
  const count = embeddings.length / dim;
  const distances = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += (embeddings[a * dim + k]! - embeddings[b * dim + k]!) ** 2;
      distances[a * count + b] = sum;
      distances[b * count + a] = sum;
    }
  }
  return distances;
}
