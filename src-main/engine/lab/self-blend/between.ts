import type { Random } from '../../support/random.ts';

/** Uniform in [low, high). */
export const between = (low: number, high: number, random: Random): number =>
  low + (high - low) * random.next();
