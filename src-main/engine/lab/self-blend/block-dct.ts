/**
 * The cosine transform of 8 × 8 blocks and its inverse after Arai, Agui and Nakajima (1988): 5 multiplications for 8
 * values, because a factor for each coefficient is left to whoever quantises.
 */

const ROOT = Math.SQRT2;
const COS_1 = Math.cos(Math.PI / 8);
const COS_3 = Math.cos((3 * Math.PI) / 8);

/** √2 · cos(kπ/16), and 1 for k = 0: by how much coefficient k of a row or column is too large. */
const scaleOf = (k: number) => (k === 0 ? 1 : ROOT * Math.cos((k * Math.PI) / 16));

/** By how much each coefficient comes out too large, besides a factor of 8 for all; row by row. */
export const SCALES: readonly number[] = Array.from(
  { length: 64 },
  (_, at) => scaleOf(at >> 3) * scaleOf(at & 7),
);

/** In place; coefficients come out times 8 and their entry of `SCALES`. */
export function forwardDct(block: Float64Array): void {
  for (let row = 0; row < 64; row += 8) forwardEight(block, row, 1);
  for (let column = 0; column < 8; column += 1) forwardEight(block, column, 8);
}

/** In place, from coefficients times their entry of `SCALES` and over 8. */
export function inverseDct(block: Float64Array): void {
  for (let column = 0; column < 8; column += 1) inverseEight(block, column, 8);
  for (let row = 0; row < 64; row += 8) inverseEight(block, row, 1);
}

function forwardEight(block: Float64Array, at: number, step: number): void {
  const [i1, i2, i3] = [at + step, at + 2 * step, at + 3 * step];
  const [i4, i5, i6, i7] = [at + 4 * step, at + 5 * step, at + 6 * step, at + 7 * step];
  const sum07 = block[at]! + block[i7]!;
  const difference07 = block[at]! - block[i7]!;
  const sum16 = block[i1]! + block[i6]!;
  const difference16 = block[i1]! - block[i6]!;
  const sum25 = block[i2]! + block[i5]!;
  const difference25 = block[i2]! - block[i5]!;
  const sum34 = block[i3]! + block[i4]!;
  const difference34 = block[i3]! - block[i4]!;

  const outer = sum07 + sum34;
  const inner = sum16 + sum25;
  const edge = sum07 - sum34;
  const bend = (sum16 - sum25 + edge) * (ROOT / 2);
  block[at] = outer + inner;
  block[i4] = outer - inner;
  block[i2] = edge + bend;
  block[i6] = edge - bend;

  const low = difference34 + difference25;
  const middle = (difference25 + difference16) * (ROOT / 2);
  const high = difference16 + difference07;
  const turn = (low - high) * COS_3;
  const lowTurned = (COS_1 - COS_3) * low + turn;
  const highTurned = (COS_1 + COS_3) * high + turn;
  const plus = difference07 + middle;
  const minus = difference07 - middle;
  block[i5] = minus + lowTurned;
  block[i3] = minus - lowTurned;
  block[i1] = plus + highTurned;
  block[i7] = plus - highTurned;
}

function inverseEight(block: Float64Array, at: number, step: number): void {
  const [i1, i2, i3] = [at + step, at + 2 * step, at + 3 * step];
  const [i4, i5, i6, i7] = [at + 4 * step, at + 5 * step, at + 6 * step, at + 7 * step];
  const sum04 = block[at]! + block[i4]!;
  const difference04 = block[at]! - block[i4]!;
  const sum26 = block[i2]! + block[i6]!;
  const bend = (block[i2]! - block[i6]!) * ROOT - sum26;
  const even0 = sum04 + sum26;
  const even3 = sum04 - sum26;
  const even1 = difference04 + bend;
  const even2 = difference04 - bend;

  const sum53 = block[i5]! + block[i3]!;
  const difference53 = block[i5]! - block[i3]!;
  const sum17 = block[i1]! + block[i7]!;
  const difference17 = block[i1]! - block[i7]!;
  const odd0 = sum17 + sum53;
  const turn = (difference53 + difference17) * (2 * COS_1);
  const odd1 = turn - difference53 * (2 * (COS_1 + COS_3)) - odd0;
  const odd2 = (sum17 - sum53) * ROOT - odd1;
  const odd3 = turn - difference17 * (2 * (COS_1 - COS_3)) - odd2;

  block[at] = even0 + odd0;
  block[i7] = even0 - odd0;
  block[i1] = even1 + odd1;
  block[i6] = even1 - odd1;
  block[i2] = even2 + odd2;
  block[i5] = even2 - odd2;
  block[i3] = even3 + odd3;
  block[i4] = even3 - odd3;
}
