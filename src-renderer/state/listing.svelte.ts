/** What the case view shows of the case: filter, order, selection and where the examiner was. */
import { SvelteSet } from 'svelte/reactivity';
import { guestNames, type EvidenceRow } from '../../src-main/shared/case.ts';
import { countByStanding, listEvidence, type OutcomeFilter, type SortKey } from '../lib/list-evidence.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NotebookStore } from './notebook.svelte.ts';

export class ListingStore {
  readonly #cases: CaseStore;
  readonly #notebook: NotebookStore;
  text = $state('');
  outcome = $state<OutcomeFilter>('all');
  sort = $state<SortKey>('added');
  descending = $state(false);
  /** The row that the keyboard acts on, by evidence id. */
  activeId = $state<number | null>(null);
  scrollTop = 0;
  readonly selected = new SvelteSet<number>();
  /** Videos that were added last: marked until others are, or the case is left. */
  readonly fresh = new SvelteSet<number>();
  /** Counts what has to be scrolled to: the active row. */
  revealed = $state(0);
  readonly counts = $derived.by(() => countByStanding(this.#cases.rows));
  /** Detectors of the lab that have a column, whatever the filter shows. */
  readonly guests = $derived.by(() => guestNames(this.#cases.rows));
  readonly rows = $derived.by(() =>
    listEvidence(this.#cases.rows, {
      text: this.text,
      outcome: this.outcome,
      sort: this.sort,
      descending: this.descending,
      opinionOf: (id) => this.#notebook.conclusionOn(id)?.content.opinion ?? null,
    }),
  );

  constructor(cases: CaseStore, notebook: NotebookStore) {
    this.#cases = cases;
    this.#notebook = notebook;
  }

  reset(): void {
    this.text = '';
    this.outcome = 'all';
    this.sort = 'added';
    this.descending = false;
    this.activeId = null;
    this.scrollTop = 0;
    this.selected.clear();
    this.fresh.clear();
  }

  /** Shows new videos, marked, wherever the order puts them; a filter that hides them is cleared. */
  reveal(rows: readonly Pick<EvidenceRow, 'id'>[]): void {
    if (rows.length === 0) return;
    this.fresh.clear();
    for (const { id } of rows) this.fresh.add(id);
    const first = () => this.rows.find(({ id }) => this.fresh.has(id));
    if (!first()) this.clearFilters();
    this.activeId = first()?.id ?? null;
    this.revealed += 1;
  }

  clearFilters(): void {
    this.text = '';
    this.outcome = 'all';
  }

  /** Figures start with their largest, names with A; the second click turns the order round. */
  sortBy(key: SortKey): void {
    if (this.sort === key) {
      this.descending = !this.descending;
      return;
    }
    this.sort = key;
    this.descending = key === 'score' || key === 'faces' || key === 'duration';
  }

  toggle(id: number): void {
    if (!this.selected.delete(id)) this.selected.add(id);
  }

  selectShown(select: boolean): void {
    for (const row of this.rows) {
      if (select) this.selected.add(row.id);
      else this.selected.delete(row.id);
    }
  }

  /** The video `step` places from `id` as listed now; null at either end. */
  neighbour(id: number, step: number): number | null {
    const index = this.rows.findIndex((row) => row.id === id);
    return index < 0 ? null : (this.rows[index + step]?.id ?? null);
  }
}
