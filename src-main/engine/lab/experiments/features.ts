/**
 * An embedder's unit vector at the scale that the paper's dense layers were given: pooled activations, about 1 each. On
 * unit vectors of 2,048 numbers, 0.02 each, they would hardly learn at the paper's rates.
 */
export function featuresOf(embedding: Float32Array): Float32Array {
  const scale = Math.sqrt(embedding.length);
  return embedding.map((value) => value * scale);
}
