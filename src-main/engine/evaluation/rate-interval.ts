/**
 * The 95 % interval of Clopper and Pearson (1934) for a rate. It is also valid for rare events and few observations.
 */

/** Probability outside the interval, at each end. */
const TAIL = 0.025;

/** @param events at least 1, up to `count`; between whole numbers the interval includes those of both neighbours */
export function rateInterval(events: number, count: number): { low: number; high: number } {
  return {
    low: 1 - upperRate(count - Math.floor(events), count),
    high: upperRate(Math.ceil(events), count),
  };
}

function upperRate(events: number, count: number): number {
  if (events >= count) return 1;
  let [low, high] = [events / count, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (binomialAtMost(events, count, middle) > TAIL) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most `successes` in `count` trials, each with `probability` in (0, 1). */
function binomialAtMost(successes: number, count: number, probability: number): number {
  const odds = Math.log(probability) - Math.log1p(-probability);
  let logTerm = count * Math.log1p(-probability);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= successes; k++) {
    logTerm += Math.log((count - k + 1) / k) + odds;
    sum += Math.exp(logTerm);
  }
  return sum;
}
