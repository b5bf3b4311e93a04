/**
 * Alignment and uniformity on the hypersphere (Wang and Isola 2020, section 4). Vectors of one class should be close:
 * E |x − y|^α with α = 2 over the pairs of a class. All vectors should spread out evenly: ln E exp(−t |x − y|²) with t
 * = 2 over all pairs. GenD (Yermakov et al., WACV 2026) also takes pairs of one label as positives, but adds both
 * terms to a cross-entropy, with weights 0.1 and 0.5. Here there is no cross-entropy, and only alignment uses the
 * labels, so both have weight 1.
 */
import type { BatchLoss } from './batch-loss.ts';
import { squaredDistances } from './distances.ts';
import { throughNormalisation, unitVectors } from './unit-vectors.ts';

/** t: how sharply close pairs are separated from distant ones. */
const SHARPNESS = 2;

/** `violating` is the share of ordered positive pairs whose anchor has a nearer negative. */
export function alignmentUniformityLoss(embeddings: Float32Array, labels: readonly string[]): BatchLoss {
  const count = labels.length;
  const dim = embeddings.length / count;
  const vectors = unitVectors(embeddings, dim);
  const { units } = vectors;
  const squared = squaredDistances(units, dim);
  let [alignment, potential, positives, pairs] = [0, 0, 0, 0];
  eachPair(count, (a, b) => {
    const distance = squared[a * count + b]!;
    potential += Math.exp(-SHARPNESS * distance);
    pairs += 1;
    if (labels[a] !== labels[b]) return;
    alignment += distance;
    positives += 1;
  });
  const gradient = new Float64Array(units.length);
  eachPair(count, (a, b) => {
    const pull = labels[a] === labels[b] ? 1 / positives : 0;
    const push = (SHARPNESS * Math.exp(-SHARPNESS * squared[a * count + b]!)) / potential;
    for (let k = 0; k < dim; k++) {
      const slope = 2 * (pull - push) * (units[a * dim + k]! - units[b * dim + k]!);
      gradient[a * dim + k]! += slope;
      gradient[b * dim + k]! -= slope;
    }
  });
  return {
    loss: alignment / Math.max(1, positives) + (pairs === 0 ? 0 : Math.log(potential / pairs)),
    violating: shareBehindNegatives(squared, labels),
    gradient: throughNormalisation(gradient, vectors),
  };
}

function eachPair(count: number, visit: (a: number, b: number) => void): void {
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) visit(a, b);
}

function shareBehindNegatives(squared: Float64Array, labels: readonly string[]): number {
  let [behind, total] = [0, 0];
  for (const [anchor, label] of labels.entries()) {
    const row = squared.subarray(anchor * labels.length, (anchor + 1) * labels.length);
    const nearest = row.reduce(
      (least, d, place) => (labels[place] === label ? least : Math.min(least, d)),
      Infinity,
    );
    for (const [place, other] of labels.entries()) {
      if (place === anchor || other !== label) continue;
      total += 1;
      if (row[place]! > nearest) behind += 1;
    }
  }
  return behind / Math.max(1, total);
}
