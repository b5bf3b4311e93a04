/** Distance of two embeddings. Between unit vectors it is 2 − 2 · cosine, from 0 to 4. */

/** @throws RangeError when the lengths differ */
export function squaredEuclidean(a: Float32Array, b: Float32Array): number {
  checkLengths(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return sum;
}

function checkLengths(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length)
    throw new RangeError(`vectors of different lengths: ${a.length} and ${b.length}`);
}
