/**
 * k nearest neighbours (Cover and Hart 1967), as scikit-learn's `KNeighborsClassifier(10)`: the score is the share of
 * fakes among the k training vectors that are closest by Euclidean distance; all have the same weight.
 */
import type { Classifier, LabelledVector } from './classifier.ts';
import { closestVectors } from '../support/closest-vectors.ts';

interface NeighbourModel {
  neighbours: number;
  vectors: Float32Array[];
  /** Which of them are fakes. */
  fakes: boolean[];
}

const NEIGHBOURS = 10;

/** Training only stores the samples. */
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
        const closest = closestVectors(vector, vectors, neighbours).indices;
        return closest.filter((index) => fakes[index]).length / closest.length;
      }),
  };
}
