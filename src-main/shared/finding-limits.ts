/** How much one finding holds: it is in memory at once, and a face takes about 2 kB while it is read. */

/** Of all frames together: eleven hours with one face in each of 25 frames a second. */
export const MAX_FACES_OF_FINDING = 1_000_000;
