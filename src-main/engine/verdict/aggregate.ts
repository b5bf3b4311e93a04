/**
 * Many face scores to one. A trimmed mean keeps a few badly lit or half-turned faces from deciding
 * (Tukey 1962), and unlike the median it still uses most of the evidence.
 */
const TRIM = 0.1;

/**
 * Mean of what is left when the share `trim` of the values, rounded down, is cut off at each end.
 * @throws RangeError when `values` is empty
 */
export function trimmedMean(values: readonly number[], trim = TRIM): number {
  if (values.length === 0) throw new RangeError('the mean of no values is undefined');
  const cut = Math.floor(values.length * trim);
  const kept = [...values].sort((a, b) => a - b).slice(cut, values.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}
