/** How many faces a network gets in one run. An imported network is tried with each number: sizes may depend on it. */

/** Of a network that takes any number; larger batches are not faster on a CPU. */
const MOST_FACES = 8;

/** @param batch that the network is fixed to; null for any */
export const facesPerRun = (batch: number | null): number => batch ?? MOST_FACES;

/** Every number of pictures that a run can have: a fixed batch is filled up. */
export const runSizes = (batch: number | null): number[] =>
  batch === null ? Array.from({ length: MOST_FACES }, (_, index) => index + 1) : [batch];
