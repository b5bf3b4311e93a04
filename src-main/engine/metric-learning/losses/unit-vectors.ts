/** L2 normalisation of a batch, for losses on the hypersphere, and the gradient through it. */

interface UnitVectors {
  /** [batch, dim], row by row. */
  units: Float64Array;
  /** Norms of the rows before normalisation. */
  norms: Float64Array;
}

/** With it, a zero vector stays zero. */
const LEAST_NORM = 1e-12;

/** @param embeddings [batch, dim], row by row */
export function unitVectors(embeddings: Float32Array, dim: number): UnitVectors {
  const count = embeddings.length / dim;
  const norms = Float64Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let k = row * dim; k < (row + 1) * dim; k++) sum += embeddings[k]! ** 2;
    return Math.max(LEAST_NORM, Math.sqrt(sum));
  });
  return { units: Float64Array.from(embeddings, (x, k) => x / norms[Math.floor(k / dim)]!), norms };
}

/**
 * For z = x / |x| and the gradient g with respect to z, the gradient with respect to x is (g − (g · z) z) / |x|: only
 * the part tangential to the sphere remains.
 */
export function throughNormalisation(gradient: Float64Array, { units, norms }: UnitVectors): Float32Array {
  const dim = gradient.length / norms.length;
  const through = new Float32Array(gradient.length);
  for (const [row, norm] of norms.entries()) {
    const [from, to] = [row * dim, (row + 1) * dim];
    let radial = 0;
    for (let k = from; k < to; k++) radial += gradient[k]! * units[k]!;
    for (let k = from; k < to; k++) through[k] = (gradient[k]! - radial * units[k]!) / norm;
  }
  return through;
}
