/** Filter and order of the videos of a case; ties keep the order in which the videos were added. */
import type { EvidenceRow } from '../../src-main/shared/case.ts';
import { opinions, type Opinion } from '../../src-main/shared/notebook.ts';
import { outcomes } from '../../src-main/shared/wording.ts';
import { facets, type EvidenceFacts, type FacetChoice } from './evidence-facts.ts';

export const outcomeFilters = ['all', 'open', 'failed', 'hidden', ...outcomes] as const;
export type OutcomeFilter = (typeof outcomeFilters)[number];
export type SortKey = 'added' | 'name' | 'verdict' | 'score' | 'conclusion' | 'faces' | 'duration' | 'state';

export interface Listing {
  text: string;
  outcome: OutcomeFilter;
  chosen: FacetChoice;
  factsOf: (row: EvidenceRow) => EvidenceFacts;
  sort: SortKey;
  descending: boolean;
  /** What an examiner concluded on a video. */
  opinionOf: (evidenceId: number) => Opinion | null;
}

/** What the list shows of a video: the result after the examiners' corrections, where there is one. */
export const shownResult = ({ corrected, ...row }: EvidenceRow): Pick<EvidenceRow, 'outcome' | 'score'> =>
  corrected ?? row;

/** Where a video stands for the filter: its verdict, that it is hidden, its failure, or that none is there yet. */
function standingOf(row: EvidenceRow): Exclude<OutcomeFilter, 'all'> {
  if (row.state === 'failed') return 'failed';
  if (row.state !== 'done') return 'open';
  return shownResult(row).outcome ?? (row.blind ? 'hidden' : 'open');
}

export function countByStanding(rows: readonly EvidenceRow[]): Record<OutcomeFilter, number> {
  const counts: Record<OutcomeFilter, number> = {
    all: rows.length,
    open: 0,
    failed: 0,
    hidden: 0,
    'likely-fake': 0,
    inconclusive: 0,
    'likely-real': 0,
    'not-applicable': 0,
  };
  for (const row of rows) counts[standingOf(row)] += 1;
  return counts;
}

export function listEvidence(rows: readonly EvidenceRow[], listing: Listing): EvidenceRow[] {
  const words = listing.text.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = facets.filter((facet) => listing.chosen[facet] !== '');
  const kept = rows.filter((row) => {
    if (listing.outcome !== 'all' && standingOf(row) !== listing.outcome) return false;
    if (words.length === 0 && chosen.length === 0) return true;
    const { facets: values, text } = listing.factsOf(row);
    return (
      chosen.every((facet) => values[facet].includes(listing.chosen[facet])) &&
      words.every((word) => text.includes(word) || row.sha256?.startsWith(word))
    );
  });
  const sign = listing.descending ? -1 : 1;
  const place = (row: EvidenceRow) => opinions.indexOf(listing.opinionOf(row.id)!);
  const compare =
    listing.sort === 'conclusion'
      ? (a: EvidenceRow, b: EvidenceRow) => place(a) - place(b)
      : comparisons[listing.sort];
  return kept.sort((a, b) => {
    const missing = Number(isMissing(a, listing)) - Number(isMissing(b, listing));
    return missing || sign * compare(a, b) || a.id - b.id;
  });
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const states = { running: 0, failed: 1, waiting: 2, done: 3 } as const;
const rank = (row: EvidenceRow) => {
  const { outcome } = shownResult(row);
  return outcome ? outcomes.indexOf(outcome) : outcomes.length;
};

const comparisons: Record<Exclude<SortKey, 'conclusion'>, (a: EvidenceRow, b: EvidenceRow) => number> = {
  added: (a, b) => a.id - b.id,
  name: (a, b) => names.compare(a.name, b.name),
  verdict: (a, b) => rank(a) - rank(b),
  score: (a, b) => (shownResult(a).score ?? 0) - (shownResult(b).score ?? 0),
  faces: (a, b) => (a.faceCount ?? 0) - (b.faceCount ?? 0),
  duration: (a, b) => (a.durationMs ?? 0) - (b.durationMs ?? 0),
  state: (a, b) => states[a.state] - states[b.state],
};

/** A video without the value goes last either way: no score is not a low score. */
function isMissing(row: EvidenceRow, { sort: key, opinionOf }: Listing): boolean {
  if (key === 'conclusion') return opinionOf(row.id) === null;
  if (key === 'score') return shownResult(row).score === null;
  if (key === 'verdict') return shownResult(row).outcome === null;
  if (key === 'faces') return row.faceCount === null;
  return key === 'duration' && row.durationMs === null;
}
