/**
 * Triplet loss with a margin on squared Euclidean distances: max(0, d(a, p) − d(a, n) + margin), as the mean over all
 * ordered positive pairs of the batch, including satisfied ones. The gradient goes through the distances; for it, the
 * choice of negatives is constant.
 */
import type { BatchLoss } from './batch-loss.ts';
import { squaredDistances } from './distances.ts';
import { mineTriplets } from './semi-hard.ts';

/** `violating` is the share of triplets whose negative is not farther than the positive by the margin. */
export function tripletSemiHardLoss(
  embeddings: Float32Array,
  labels: readonly string[],
  margin: number,
): BatchLoss {
  const count = labels.length;
  const dim = embeddings.length / count;
  const distances = squaredDistances(embeddings, dim);
  const triplets = mineTriplets(distances, labels);
  const gradient = new Float32Array(embeddings.length);
  const scale = 2 / Math.max(1, triplets.length);
  let sum = 0;
  let violations = 0;
  for (const { anchor, positive, negative } of triplets) {
    const excess = distances[anchor * count + positive]! - distances[anchor * count + negative]! + margin;
    if (excess <= 0) continue;
    sum += excess;
    violations += 1;
    for (let k = 0; k < dim; k++) {
      const [a, p, n] = [anchor * dim + k, positive * dim + k, negative * dim + k];
      gradient[a]! += scale * (embeddings[n]! - embeddings[p]!);
      gradient[p]! += scale * (embeddings[p]! - embeddings[a]!);
      gradient[n]! += scale * (embeddings[a]! - embeddings[n]!);
    }
  }
  const pairs = Math.max(1, triplets.length);
  return { loss: sum / pairs, violating: violations / pairs, gradient };
}
