/** How far apart two embeddings are. Between unit vectors, squared Euclidean = 2 − 2 · cosine. */

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

/**
 * Cosine of the angle between the vectors, −1 to 1; 0 when either has no length.
 * @throws RangeError when the lengths differ
 */
export function cosine(a: Float32Array, b: Float32Array): number {
  checkLengths(a, b);
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squareA += a[i]! * a[i]!;
    squareB += b[i]! * b[i]!;
  }
  return squareA === 0 || squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

function checkLengths(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length) throw new RangeError(`vectors of ${a.length} and ${b.length} numbers`);
}
