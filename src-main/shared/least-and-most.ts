/**
 * The smallest and the largest of any number of values. `Math.min(...values)` ends with an error from about 120,000 values
 * on, which is as many arguments as a function takes.
 * @param values at least one, else the answer is Infinity and -Infinity
 */
export function leastAndMost(values: Iterable<number>): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
