/**
 * Covariance of few samples of many numbers, conditioned well enough to be inverted: a mixture of the sample covariance
 * and a multiple of the identity matrix, with the share that has the smallest expected error (Ledoit and Wolf 2004, "A
 * well-conditioned estimator for large-dimensional covariance matrices", section 3).
 */
interface ShrunkCovariance {
  /** [length, length], row by row. */
  covariance: Float64Array;
  /** Share of the identity matrix, from 0 to 1. */
  shrinkage: number;
}

/**
 * Deviations from the mean add up to 0: one clip has no deviation, and two clips deviate equally. So three are needed.
 */
const LEAST_CLIPS = 3;

/**
 * @param clips samples minus their mean, grouped by clip because they depend on each other; all of one length, at least
 * one sample
 */
export function shrunkCovariance(clips: readonly (readonly Float64Array[])[]): ShrunkCovariance {
  const centred = clips.flat();
  const length = centred[0]!.length;
  const covariance = sampleCovariance(centred, length);
  let trace = 0;
  for (let k = 0; k < length; k++) trace += covariance[k * length + k]!;
  const variance = trace / length;
  /** Squared distance between the sample covariance and the identity matrix of the same size. */
  const spread = squaredSize(covariance) - length * variance ** 2;
  const chance = clips.length < LEAST_CLIPS ? spread : chanceIn(covariance, clips, centred.length);
  const shrinkage = spread > 0 ? Math.max(0, Math.min(1, chance / spread)) : 1;
  for (let index = 0; index < covariance.length; index++) covariance[index]! *= 1 - shrinkage;
  for (let k = 0; k < length; k++) covariance[k * length + k]! += shrinkage * variance;
  return { covariance, shrinkage };
}

/**
 * Expected squared error of the sample covariance: the squared differences between each clip's share and the share of
 * an average clip. If every clip has one sample, this is the sum of Ledoit and Wolf. Samples of one clip are nearly
 * copies; counting each one separately, as Ledoit and Wolf do, would make the estimate look far too good.
 */
function chanceIn(
  covariance: Float64Array,
  clips: readonly (readonly Float64Array[])[],
  samples: number,
): number {
  const size = squaredSize(covariance);
  const deviations = clips.map((clip) => {
    const own = sum(clip, (a) => sum(clip, (b) => dot(a, b) ** 2));
    const shared = sum(clip, (a) => dot(a, times(covariance, a)));
    return own - 2 * clip.length * shared + clip.length ** 2 * size;
  });
  return sum(deviations, (deviation) => deviation) / samples ** 2;
}

const squaredSize = (matrix: Float64Array) => matrix.reduce((total, value) => total + value ** 2, 0);

const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item), 0);

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let k = 0; k < a.length; k++) total += a[k]! * b[k]!;
  return total;
}

const times = (matrix: Float64Array, vector: Float64Array) =>
  vector.map((_, k) => dot(matrix.subarray(k * vector.length, (k + 1) * vector.length), vector));

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
