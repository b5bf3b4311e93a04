/**
 * Online semi-hard mining (Schroff et al. 2015, section 3.2) over one batch, in the form of the method's authors: each
 * ordered positive pair takes the closest negative that is farther than the positive. If no negative is farther, it
 * takes the farthest negative, which is the least hard. Early in training, the hardest negatives pull all embeddings
 * to one point.
 */

/** Positions in the batch. */
interface Triplet {
  anchor: number;
  positive: number;
  negative: number;
}

/**
 * @param distances squared Euclidean, [batch, batch], row by row
 * @param labels class of each position; equal labels are positives of each other
 * @returns one triplet per ordered positive pair; none for an anchor without a negative
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
