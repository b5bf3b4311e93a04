/**
 * Finds clips that show the same person under different names, or under none: a swapped face resembles its
 * donor, who is often not named in a clip table. Clips whose mean identity embeddings lie within the
 * embedder's limit for one person are tied, so that a split keeps them on one side. It errs on the safe
 * side: people who merely look alike are tied too.
 */
import { squaredEuclidean } from '../embedding/distance.ts';
import { groupedBy } from '../support/grouped.ts';
import type { ExtractedSample } from './training-sample.ts';

/** @param same squared distance between unit vectors up to which it is the same person */
export async function joinAlike<T extends ExtractedSample>(
  samples: readonly T[],
  same: number,
  signal?: AbortSignal,
): Promise<(Omit<T, 'likeness'> & { alike: readonly string[] })[]> {
  const means = [...groupedBy(samples, ({ video }) => video)].map(([video, own]) => ({
    video,
    mean: meanDirection(own.map(({ likeness }) => likeness)),
  }));
  const alike = new Map<string, string[]>(means.map(({ video }) => [video, []]));
  for (const [index, one] of means.entries()) {
    // Thousands of clips take minutes; between two of them the process can hear an abort.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    for (const other of means.slice(index + 1)) {
      if (squaredEuclidean(one.mean, other.mean) > same) continue;
      alike.get(one.video)!.push(other.video);
      alike.get(other.video)!.push(one.video);
    }
  }
  return samples.map(({ likeness: _compared, ...sample }) => ({
    ...sample,
    alike: alike.get(sample.video)!,
  }));
}

/** Unit vector of the sum. */
function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) for (const [k, value] of vector.entries()) sum[k]! += value;
  const norm = Math.hypot(...sum);
  return sum.map((value) => value / norm);
}
