/**
 * Many face scores to one. With a trimmed mean (Tukey 1962), a few badly lit or half-turned faces cannot decide, and
 * unlike the median it still uses most of the faces.
 */
const TRIM = 0.1;

/**
 * Mean of the values without the share `trim` (rounded down) at each end.
 * @throws RangeError when `values` is empty
 */
export function trimmedMean(values: readonly number[], trim = TRIM): number {
  if (values.length === 0) throw new RangeError('the mean of no values is undefined');
  const cut = Math.floor(values.length * trim);
  const kept = [...values].sort((a, b) => a - b).slice(cut, values.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}
