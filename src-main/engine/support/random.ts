/**
 * Seeded random numbers: everything that is drawn by chance (batches, initial weights, dropout, folds,
 * resamples) can be drawn again. The generator is mulberry32: 32 bits of state, period 2³², enough for
 * sampling and of no use for secrets.
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
  /** Leaves the generator as so many draws would, in one step: training goes on where it was stopped. */
  skip(draws: number): void;
}

/** What the state grows by at each draw. */
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
