/** Filters of the list that the examiner has named, for this case and every other one. */
import type { SavedFilter } from '../../src-main/shared/preferences.ts';
import { facets, type FacetChoice } from '../lib/evidence-facts.ts';
import { outcomeFilters } from '../lib/list-evidence.ts';
import type { ListingStore } from './listing.svelte.ts';
import type { PreferenceStore } from './preferences.svelte.ts';

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export class SavedFilterStore {
  readonly #preferences: PreferenceStore;
  readonly #listing: ListingStore;

  constructor(preferences: PreferenceStore, listing: ListingStore) {
    this.#preferences = preferences;
    this.#listing = listing;
  }

  /** In order of their names. */
  get all(): readonly SavedFilter[] {
    return this.#preferences.kept.filters;
  }

  /** Whether the list is filtered by this one now. */
  isShown({ text, outcome, facets: values }: SavedFilter): boolean {
    const { text: shown, outcome: by, chosen } = this.#listing;
    return (
      shown.trim() === text &&
      by === outcome &&
      facets.every((facet) => chosen[facet] === (values[facet] ?? ''))
    );
  }

  apply({ text, outcome, facets: values }: SavedFilter): void {
    this.#listing.text = text;
    // A later version may know others.
    this.#listing.outcome = outcomeFilters.find((known) => known === outcome) ?? 'all';
    this.#listing.chosen = Object.fromEntries(
      facets.map((facet) => [facet, values[facet] ?? '']),
    ) as FacetChoice;
  }

  /** Keeps the filter of the list as it is now; one of the same name is replaced. */
  async save(name: string): Promise<void> {
    const { text, outcome, chosen } = this.#listing;
    const saved = { name: name.trim(), text: text.trim(), outcome, facets: { ...chosen } };
    const filters = [...this.all.filter((other) => other.name !== saved.name), saved];
    await this.#keep(filters.sort((a, b) => names.compare(a.name, b.name)));
  }

  async remove(name: string): Promise<void> {
    await this.#keep(this.all.filter((other) => other.name !== name));
  }

  #keep(filters: SavedFilter[]): Promise<void> {
    return this.#preferences.keep({ filters });
  }
}
