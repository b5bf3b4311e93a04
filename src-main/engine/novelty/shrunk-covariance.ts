/**
 * Covariance of few samples of many numbers, well enough conditioned to be inverted: the sample covariance drawn
 * towards a multiple of the identity, by the share that is expected to cost least (Ledoit and Wolf 2004, "A
 * well-conditioned estimator for large-dimensional covariance matrices", section 3).
 */
export interface ShrunkCovariance {
  /** [length, length], row by row. */
  covariance: Float64Array;
  /** Share of the identity in it, from 0 to 1. */
  shrinkage: number;
}

/** @param centred samples less their mean, at least one, all of one length */
export function shrunkCovariance(centred: readonly Float64Array[]): ShrunkCovariance {
  const length = centred[0]!.length;
  const covariance = sampleCovariance(centred, length);
  let trace = 0;
  for (let k = 0; k < length; k++) trace += covariance[k * length + k]!;
  const variance = trace / length;
  const squared = covariance.reduce((sum, value) => sum + value ** 2, 0);
  /** Squared distance of the sample covariance from the identity of the same size. */
  const spread = squared - length * variance ** 2;
  const fourthPowers = centred.reduce((sum, row) => sum + row.reduce((own, x) => own + x ** 2, 0) ** 2, 0);
  /** How much of that is expected of chance. */
  const chance = (fourthPowers / centred.length - squared) / centred.length;
  const shrinkage = spread > 0 ? Math.max(0, Math.min(1, chance / spread)) : 1;
  for (let index = 0; index < covariance.length; index++) covariance[index]! *= 1 - shrinkage;
  for (let k = 0; k < length; k++) covariance[k * length + k]! += shrinkage * variance;
  return { covariance, shrinkage };
}

function sampleCovariance(centred: readonly Float64Array[], length: number): Float64Array {
  const covariance = new Float64Array(length * length);
  for (const row of centred) {
    for (let i = 0; i < length; i++) {
      const value = row[i]! / centred.length;
      for (let j = 0; j <= i; j++) covariance[i * length + j]! += value * row[j]!;
    }
  }
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < i; j++) covariance[j * length + i] = covariance[i * length + j]!;
  }
  return covariance;
}
