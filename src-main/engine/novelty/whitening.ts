/** Turns a covariance into the directions and units in which it has unit variance everywhere. */

/** Makes a covariance without spread invertible; embeddings have unit length. */
const LEAST_VARIANCE = 1e-12;

/**
 * @param covariance [length, length], row by row; symmetric
 * @returns the inverse of its Cholesky factor: a lower triangle, packed row by row
 */
export const whiteningOf = (covariance: Float64Array, length: number): Float32Array =>
  inverted(cholesky(covariance, length), length);

/** Lower triangle, packed row by row, whose product with its transpose is the matrix. */
function cholesky(matrix: Float64Array, length: number): Float64Array {
  const lower = new Float64Array((length * (length + 1)) / 2);
  for (let i = 0, row = 0; i < length; row += ++i) {
    for (let j = 0, other = 0; j <= i; other += ++j) {
      let rest = matrix[i * length + j]!;
      for (let k = 0; k < j; k++) rest -= lower[row + k]! * lower[other + k]!;
      lower[row + j] = i === j ? Math.sqrt(Math.max(rest, LEAST_VARIANCE)) : rest / lower[other + j]!;
    }
  }
  return lower;
}

/** Inverse of a packed lower triangle, by forward substitution. */
function inverted(lower: Float64Array, length: number): Float32Array {
  const inverse = new Float64Array(lower.length);
  for (let i = 0, row = 0; i < length; row += ++i) {
    const diagonal = lower[row + i]!;
    inverse[row + i] = 1 / diagonal;
    for (let k = 0, other = 0; k < i; other += ++k) {
      const share = lower[row + k]! / diagonal;
      for (let j = 0; j <= k; j++) inverse[row + j]! -= share * inverse[other + j]!;
    }
  }
  return Float32Array.from(inverse);
}

/** @returns the product of the whitening and the vector */
export function whiten(vector: ArrayLike<number>, whitening: Float32Array): Float32Array {
  const result = new Float32Array(vector.length);
  for (let i = 0, at = 0; i < vector.length; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++, at++) sum += whitening[at]! * vector[j]!;
    result[i] = sum;
  }
  return result;
}
