/** What the case view shows of the case: filter, order, selection and where the examiner was. */
import { SvelteSet } from 'svelte/reactivity';
import { guestNames, type EvidenceRow } from '../../src-main/shared/case.ts';
import {
  byVideo,
  countFacets,
  factsOf,
  noFacets,
  type EvidenceFacts,
  type Facet,
} from '../lib/evidence-facts.ts';
import { countByStanding, listEvidence, type OutcomeFilter, type SortKey } from '../lib/list-evidence.ts';
import type { CaseStore } from './case.svelte.ts';
import type { NotebookStore } from './notebook.svelte.ts';

/** A dialog about videos of the list, whoever asked for it: toolbar or menu. */
export interface AskedOfVideos {
  what: 'analysis' | 'exhibit' | 'removal';
  evidenceIds: readonly number[];
}

export class ListingStore {
  readonly #cases: CaseStore;
  readonly #notebook: NotebookStore;
  text = $state('');
  outcome = $state<OutcomeFilter>('all');
  /** The facets that are filtered by; see `evidence-facts.ts`. */
  chosen = $state.raw(noFacets);
  /** Whether the line with the facets is open. */
  filtering = $state(false);
  sort = $state<SortKey>('added');
  descending = $state(false);
  /** The row that the keyboard acts on, by evidence id. */
  activeId = $state<number | null>(null);
  asked = $state.raw<AskedOfVideos | null>(null);
  /** Where a range begins: the row that was chosen last by itself. */
  #anchorId: number | null = null;
  scrollTop = 0;
  readonly selected = new SvelteSet<number>();
  /** Videos that were added last: marked until others are, or the case is left. */
  readonly fresh = new SvelteSet<number>();
  /** Counts what has to be scrolled to: the active row. */
  revealed = $state(0);
  readonly counts = $derived.by(() => countByStanding(this.#cases.rows));
  readonly #facts = $derived.by(() => byVideo(this.#cases.rows, (row) => this.#factsOf(row)));
  readonly facetCounts = $derived.by(() => countFacets(this.#facts.values()));
  /** How many filters hide videos now: the search counts as one. */
  readonly filters = $derived(
    Number(this.text.trim() !== '') +
      Number(this.outcome !== 'all') +
      Object.values(this.chosen).filter(Boolean).length,
  );
  /** Detectors of the lab that have a column, whatever the filter shows. */
  readonly guests = $derived.by(() => guestNames(this.#cases.rows));
  readonly rows = $derived.by(() =>
    listEvidence(this.#cases.rows, {
      text: this.text,
      outcome: this.outcome,
      chosen: this.chosen,
      factsOf: (row) => this.#facts.get(row.id)!,
      sort: this.sort,
      descending: this.descending,
      opinionOf: (id) => this.#notebook.conclusionOn(id)?.content.opinion ?? null,
    }),
  );

  constructor(cases: CaseStore, notebook: NotebookStore) {
    this.#cases = cases;
    this.#notebook = notebook;
  }

  #factsOf(row: EvidenceRow): EvidenceFacts {
    const written = {
      conclusion: this.#notebook.conclusionOn(row.id)?.content ?? null,
      notes: this.#notebook.notesOf(row.id).map(({ content }) => content),
      exhibit: this.#notebook.exhibitOf(row.id).number,
      people: this.#notebook.namesIn(row.id),
    };
    return factsOf(row, written, this.#cases.same.get(row.id));
  }

  reset(): void {
    this.clearFilters();
    this.filtering = false;
    this.asked = null;
    this.#anchorId = null;
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

  choose(facet: Facet, value: string): void {
    this.chosen = { ...this.chosen, [facet]: value };
  }

  /** The row for the keyboard once these are gone: the next one below the active row, else the last one above. */
  nextAfter(evidenceIds: readonly number[]): number | null {
    const isLeft = ({ id }: EvidenceRow) => !evidenceIds.includes(id);
    const index = Math.max(
      0,
      this.rows.findIndex(({ id }) => id === this.activeId),
    );
    return (this.rows.slice(index).find(isLeft) ?? this.rows.findLast(isLeft))?.id ?? null;
  }

  /** These are no longer listed. @param next the row that the keyboard goes on from */
  forget(evidenceIds: readonly number[], next: number | null): void {
    for (const id of evidenceIds) {
      this.selected.delete(id);
      this.fresh.delete(id);
    }
    this.activeId = next;
  }

  clearFilters(): void {
    this.text = '';
    this.outcome = 'all';
    this.chosen = noFacets;
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
    this.#anchorId = id;
    if (!this.selected.delete(id)) this.selected.add(id);
  }

  /** Selects all rows as listed between the one that was chosen last and this one, and no others. */
  selectTo(id: number): void {
    const indexOf = (wanted: number | null) => this.rows.findIndex((row) => row.id === wanted);
    this.#anchorId ??= this.activeId;
    const end = indexOf(id);
    const from = indexOf(this.#anchorId);
    const begin = from < 0 ? end : from;
    this.selected.clear();
    for (const row of this.rows.slice(Math.min(begin, end), Math.max(begin, end) + 1))
      this.selected.add(row.id);
  }

  /** What a command on this row is about: the selection it is part of, else it alone. */
  targetsOf(id: number): readonly number[] {
    return this.selected.has(id) ? this.selectedIds : [id];
  }

  /** As listed now. */
  get selectedIds(): readonly number[] {
    return this.rows.flatMap((row) => (this.selected.has(row.id) ? [row.id] : []));
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
