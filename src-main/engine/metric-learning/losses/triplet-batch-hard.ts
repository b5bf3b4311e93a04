/**
 * Triplet loss on the hardest triplet of each anchor (Hermans, Beyer and Leibe 2017, equation 5, "batch hard"):
 * its farthest positive and its nearest negative in the batch, max(0, D(a, p) − D(a, n) + margin), as the mean
 * over anchors. D is the Euclidean distance, not its square: with the square the authors saw embeddings collapse
 * (section 3.2). For the gradient, the choice of triplets is constant.
 */
import type { BatchLoss } from './batch-loss.ts';
import { squaredDistances } from './distances.ts';

/** `violating` is the share of anchors whose hardest triplet violates the margin. */
export function tripletBatchHardLoss(
  embeddings: Float32Array,
  labels: readonly string[],
  margin: number,
): BatchLoss {
  const count = labels.length;
  const dim = embeddings.length / count;
  const squared = squaredDistances(embeddings, dim);
  const triplets = [...labels.keys()].flatMap((anchor) => hardest(anchor, squared, labels) ?? []);
  const anchors = Math.max(1, triplets.length);
  const gradient = new Float32Array(embeddings.length);
  /** Moves a pair apart (weight below 0) or together: the gradient of their distance. */
  const addDistanceGradient = (a: number, b: number, distance: number, weight: number) => {
    // Two equal vectors have no direction to move apart.
    if (distance === 0) return;
    for (let k = 0; k < dim; k++) {
      const slope = (weight * (embeddings[a * dim + k]! - embeddings[b * dim + k]!)) / distance;
      gradient[a * dim + k]! += slope;
      gradient[b * dim + k]! -= slope;
    }
  };
  let [sum, violations] = [0, 0];
  for (const { anchor, positive, negative } of triplets) {
    const far = Math.sqrt(squared[anchor * count + positive]!);
    const near = Math.sqrt(squared[anchor * count + negative]!);
    const excess = far - near + margin;
    if (excess <= 0) continue;
    sum += excess;
    violations += 1;
    addDistanceGradient(anchor, positive, far, 1 / anchors);
    addDistanceGradient(anchor, negative, near, -1 / anchors);
  }
  return { loss: sum / anchors, violating: violations / anchors, gradient };
}

/** Null if the anchor is alone in its class or has no negative. */
function hardest(anchor: number, squared: Float64Array, labels: readonly string[]) {
  const row = squared.subarray(anchor * labels.length, (anchor + 1) * labels.length);
  let [positive, negative] = [-1, -1];
  for (const place of labels.keys()) {
    if (place === anchor) continue;
    if (labels[place] === labels[anchor]) {
      if (positive === -1 || row[place]! > row[positive]!) positive = place;
    } else if (negative === -1 || row[place]! < row[negative]!) negative = place;
  }
  return positive === -1 || negative === -1 ? null : { anchor, positive, negative };
}
