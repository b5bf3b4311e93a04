/** Collects the warnings of a decoder: one of each kind with its count, whatever the length of the file. */

/** Largest number of kinds that are kept; a damaged file repeats a few kinds. */
const kindLimit = 20;

export class Complaints {
  /** Frames of which the decoder made up damaged parts, from their surroundings or the frame before. */
  concealedFrames = 0;
  readonly #kinds = new Map<string, { first: string; count: number }>();

  add(text: string): void {
    // Lines of the same kind differ in numbers (positions, sizes).
    const kind = text.replace(/\d+/g, '#').slice(0, 200);
    const known = this.#kinds.get(kind);
    if (known) known.count += 1;
    else if (this.#kinds.size < kindLimit) this.#kinds.set(kind, { first: text.slice(0, 200), count: 1 });
  }

  /** The full text of the first warning of each kind. */
  list(): string[] {
    return [...this.#kinds.values()].map(({ first, count }) =>
      count === 1 ? first : `${first} (${count} of this kind)`,
    );
  }
}
