/** What went wrong while decoding, each kind of complaint once with its count, however long the file. */

/** Different kinds that are kept; a damaged file repeats a few. */
const kindLimit = 20;

export class Complaints {
  readonly #kinds = new Map<string, { first: string; count: number }>();

  add(text: string): void {
    // Numbers differ from line to line (positions, sizes); the complaint is the same.
    const kind = text.replace(/\d+/g, '#').slice(0, 200);
    const known = this.#kinds.get(kind);
    if (known) known.count += 1;
    else if (this.#kinds.size < kindLimit) this.#kinds.set(kind, { first: text.slice(0, 200), count: 1 });
  }

  /** The first complaint of each kind in its own words. */
  list(): string[] {
    return [...this.#kinds.values()].map(({ first, count }) =>
      count === 1 ? first : `${first} (${count} of this kind)`,
    );
  }
}
