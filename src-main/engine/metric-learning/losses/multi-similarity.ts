/**
 * Multi-similarity loss (Wang et al. 2019) on L2-normalised vectors, with S the cosine similarity: each anchor
 * keeps the negatives that are more similar than its least similar positive minus ε, and the positives that are less
 * similar than its most similar negative plus ε (equations 7 and 8). The loss of the kept pairs is
 * ln(1 + Σ exp(−α (S − λ))) / α for positives and ln(1 + Σ exp(β (S − λ))) / β for negatives (equation 15), as the
 * mean over anchors. For the gradient, the choice of pairs is constant.
 */
import type { BatchLoss } from './batch-loss.ts';
import { throughNormalisation, unitVectors } from './unit-vectors.ts';

/** The authors' values (section 4.1). */
const ALPHA = 2;
const BETA = 50;
const LAMBDA = 0.5;
const EPSILON = 0.1;

interface Neighbour {
  place: number;
  similarity: number;
}

/** `violating` is the share of kept pairs; each pair counts once from each end. */
export function multiSimilarityLoss(embeddings: Float32Array, labels: readonly string[]): BatchLoss {
  const count = labels.length;
  const dim = embeddings.length / count;
  const vectors = unitVectors(embeddings, dim);
  const { units } = vectors;
  const gradient = new Float64Array(units.length);
  const cost = (anchor: number, pairs: readonly Neighbour[], sharpness: number) => {
    const terms = pairs.map(({ similarity }) => Math.exp(sharpness * (similarity - LAMBDA)));
    const sum = terms.reduce((total, term) => total + term, 1);
    for (const [index, { place }] of pairs.entries()) {
      const slope = (Math.sign(sharpness) * terms[index]!) / sum / count;
      for (let k = 0; k < dim; k++) {
        gradient[anchor * dim + k]! += slope * units[place * dim + k]!;
        gradient[place * dim + k]! += slope * units[anchor * dim + k]!;
      }
    }
    return Math.log(sum) / Math.abs(sharpness);
  };
  let [loss, kept] = [0, 0];
  for (let anchor = 0; anchor < count; anchor++) {
    const { positives, negatives } = minePairs(anchor, units, labels);
    kept += positives.length + negatives.length;
    loss += cost(anchor, positives, -ALPHA) + cost(anchor, negatives, BETA);
  }
  return {
    loss: loss / count,
    violating: kept / Math.max(1, count * (count - 1)),
    gradient: throughNormalisation(gradient, vectors),
  };
}

/** No pairs if the anchor is alone in its class or has no negative. */
function minePairs(anchor: number, units: Float64Array, labels: readonly string[]) {
  const dim = units.length / labels.length;
  const positives: Neighbour[] = [];
  const negatives: Neighbour[] = [];
  for (const place of labels.keys()) {
    if (place === anchor) continue;
    let similarity = 0;
    for (let k = 0; k < dim; k++) similarity += units[anchor * dim + k]! * units[place * dim + k]!;
    (labels[place] === labels[anchor] ? positives : negatives).push({ place, similarity });
  }
  if (positives.length === 0 || negatives.length === 0) return { positives: [], negatives: [] };
  const leastPositive = Math.min(...positives.map(({ similarity }) => similarity));
  const mostNegative = Math.max(...negatives.map(({ similarity }) => similarity));
  return {
    positives: positives.filter(({ similarity }) => similarity < mostNegative + EPSILON),
    negatives: negatives.filter(({ similarity }) => similarity > leastPositive - EPSILON),
  };
}
