/**
 * Finds clips that show the same person under different names, or under none: a swapped face resembles its
 * donor, whom a table of clips often does not name. Clips whose mean identity embeddings lie within the
 * embedder's limit for one person are tied, so that a split keeps them on one side. It errs on the safe
 * side: people who merely look alike are tied too.
 */
import { squaredEuclidean } from '../embedding/distance.ts';
import { groupedBy } from '../grouped.ts';
import type { ExtractedSample, TrainingSample } from './training-sample.ts';

/** @param same squared distance between unit vectors up to which it is the same person */
export function joinAlike(samples: readonly ExtractedSample[], same: number): TrainingSample[] {
  const means = [...groupedBy(samples, ({ video }) => video)].map(([video, own]) => ({
    video,
    mean: meanDirection(own.map(({ likeness }) => likeness)),
  }));
  const alike = new Map(
    means.map(({ video, mean }, index) => [
      video,
      means.filter((other, at) => at !== index && squaredEuclidean(mean, other.mean) <= same),
    ]),
  );
  return samples.map(({ likeness: _compared, ...sample }) => ({
    ...sample,
    alike: alike.get(sample.video)!.map(({ video }) => video),
  }));
}

/** Unit vector of the sum. */
function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) for (const [k, value] of vector.entries()) sum[k]! += value;
  const norm = Math.hypot(...sum);
  return sum.map((value) => value / norm);
}
