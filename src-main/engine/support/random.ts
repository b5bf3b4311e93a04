/**
 * Seeded random numbers, so everything random (batches, initial weights, dropout, folds, resamples) can be repeated.
 * The generator is mulberry32: 32 bits of state, period 2³², enough for sampling, not for secrets.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform whole number in [0, below). */
  integer(below: number): number;
  /** The same items in a new order (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[];
  /** Changes the state as this many draws would, in one step. A stopped training continues with it. */
  skip(draws: number): void;
}

/** Added to the state at each draw. */
const INCREMENT = 0x6d2b79f5;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + INCREMENT) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + (high - low) * next();
  const integer = (below: number) => Math.floor(next() * below);
  const shuffled = <T>(items: readonly T[]) => {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last--) {
      const other = integer(last + 1);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  };
  const skip = (draws: number) => {
    state = (state + Math.imul(draws % 2 ** 32, INCREMENT)) >>> 0;
  };
  return { next, between, integer, shuffled, skip };
}
