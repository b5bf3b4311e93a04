/**
 * k nearest neighbours (Cover and Hart 1967), as scikit-learn's `KNeighborsClassifier(10)`: the score is the share of
 * fakes among the k training vectors that are closest by Euclidean distance, each counting the same.
 */
import type { Classifier, LabelledVector } from './classifier.ts';

export interface NeighbourModel {
  neighbours: number;
  vectors: Float32Array[];
  /** Which of them are fakes. */
  fakes: boolean[];
}

const NEIGHBOURS = 10;

/** Nothing is learnt but the samples by heart. */
export function trainNeighbourVote(samples: readonly LabelledVector[]): NeighbourModel {
  return {
    neighbours: Math.min(NEIGHBOURS, samples.length),
    vectors: samples.map(({ vector }) => vector),
    fakes: samples.map(({ label }) => label === 'fake'),
  };
}

/** Raw scores are shares in [0, 1]. */
export function neighbourVoteClassifier({ neighbours, vectors, fakes }: NeighbourModel): Classifier {
  return {
    scores: (asked) =>
      asked.map((vector) => {
        const closest = closestOf(vector, vectors, neighbours);
        return closest.filter((index) => fakes[index]).length / closest.length;
      }),
  };
}

/** Indices of the `count` closest vectors; of two equally close ones the first counts as closer. */
function closestOf(vector: Float32Array, known: readonly Float32Array[], count: number): number[] {
  const indices: number[] = [];
  const distances: number[] = [];
  for (const [index, other] of known.entries()) {
    const limit = distances.length < count ? Infinity : distances.at(-1)!;
    let distance = 0;
    for (let k = 0; k < vector.length && distance < limit; k++) distance += (vector[k]! - other[k]!) ** 2;
    if (distance >= limit) continue;
    let place = distances.length;
    while (place > 0 && distances[place - 1]! > distance) place -= 1;
    distances.splice(place, 0, distance);
    indices.splice(place, 0, index);
    if (distances.length > count) {
      distances.pop();
      indices.pop();
    }
  }
  return indices;
}
