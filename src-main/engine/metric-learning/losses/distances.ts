/**
 * Squared Euclidean distances between all rows of a batch: [batch, batch], row by row, 0 on the diagonal.
 * @param embeddings [batch, dim], row by row
 */
export function squaredDistances(embeddings: Float32Array | Float64Array, dim: number): Float64Array {
  const count = embeddings.length / dim;
  const distances = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += (embeddings[a * dim + k]! - embeddings[b * dim + k]!) ** 2;
      distances[a * count + b] = sum;
      distances[b * count + a] = sum;
    }
  }
  return distances;
}
