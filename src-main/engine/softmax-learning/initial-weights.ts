/** Fresh weights with Keras's default distributions, from our own seeded numbers. */
import type { Random } from '../support/random.ts';

/**
 * Uniform within ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010, equation 16).
 * @returns [inputs, outputs], row by row
 */
export function glorotUniform(inputs: number, outputs: number, random: Random): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: inputs * outputs }, () => (2 * random.next() - 1) * limit);
}

/**
 * Orthogonal rows of length 1, uniformly distributed over all such matrices (Saxe et al. 2014): normal draws, made
 * orthogonal one after the other by Gram and Schmidt's method.
 * @param columns at least `rows`
 * @returns [rows, columns], row by row
 */
export function orthogonal(rows: number, columns: number, random: Random): Float32Array {
  const drawn = Float64Array.from({ length: rows * columns }, () => gaussian(random));
  const rowOf = (index: number) => drawn.subarray(index * columns, (index + 1) * columns);
  for (let index = 0; index < rows; index++) {
    const row = rowOf(index);
    for (let before = 0; before < index; before++) {
      const other = rowOf(before);
      const share = dot(row, other);
      for (let k = 0; k < columns; k++) row[k]! -= share * other[k]!;
    }
    const norm = Math.sqrt(dot(row, row));
    for (let k = 0; k < columns; k++) row[k]! /= norm;
  }
  return Float32Array.from(drawn);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Box and Muller 1958. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
