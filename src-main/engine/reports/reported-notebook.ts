/** What a report tells of the notebook: of the case as a whole, and of each video. */
import {
  authorsOf,
  isOutdated,
  isPresent,
  type Agreement,
  type AnyRecord,
  type CaseDetails,
  type ExhibitDetails,
  type Present,
} from '../../shared/notebook.ts';
import { hasOtherReferences } from '../../shared/likeness.ts';
import type { EvidenceRow } from '../../shared/case.ts';
import type { Correction } from '../../shared/people.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { sightOf } from '../cases/withhold.ts';
import { agreementOf } from '../evaluation/agreement.ts';
import { groupedBy } from '../support/grouped.ts';

export interface ReportedNotebook {
  details: CaseDetails | null;
  /** All who wrote in the case, in the order of their first record. */
  examiners: string[];
  /** Whether the case works blind first. */
  blind: boolean;
  agreement: Agreement[];
  of(row: EvidenceRow): NotesOfVideo;
}

export interface NotesOfVideo {
  exhibit: ExhibitDetails | null;
  impressions: Present<'impression'>[];
  conclusions: ReportedConclusion[];
  notes: Present<'note'>[];
  /** Of its tracks. */
  corrections: Correction[];
  /** Its tracks that were declared to be known-genuine. */
  references: Present<'reference'>[];
  likenesses: ReportedLikeness[];
}

export interface ReportedLikeness extends Present<'likeness'> {
  /** Whether the video was analysed again, or is another file, since. */
  outdated: boolean;
  /** Whether the person has other references now. */
  otherReferences: boolean;
}

export interface ReportedConclusion extends Present<'conclusion'> {
  /** How many versions it had before; they are kept in the case. */
  earlier: number;
  /** Whether the video was analysed again, or is another file, since. */
  outdated: boolean;
}

/**
 * What the present examiner may see. Selects everything at once; records never change, but newer ones may come while the
 * report is written.
 */
export function reportedNotebook({ records, evidence }: CaseFile): ReportedNotebook {
  const sight = sightOf(records.examiner(), evidence.blindIds());
  const newest = records.newest().flatMap((record) => sight.seen(record) ?? []);
  const byVideo = groupedBy(newest, ({ evidenceId }) => evidenceId);
  const references = newest.filter(isPresent('reference'));
  const versions = new Map<string, number>();
  for (const { subject } of records.headings()) versions.set(subject, (versions.get(subject) ?? 0) + 1);
  return {
    details: newest.find(isPresent('details'))?.content ?? null,
    examiners: authorsOf([...records.headings()]),
    blind: newest.find(isPresent('blind'))?.content.first ?? false,
    agreement: agreementOf(newest),
    of: (row) => notesOf(row, byVideo.get(row.id) ?? [], { versions, references }),
  };
}

function notesOf(
  row: EvidenceRow,
  records: readonly AnyRecord[],
  {
    versions,
    references,
  }: { versions: ReadonlyMap<string, number>; references: readonly Present<'reference'>[] },
): NotesOfVideo {
  return {
    exhibit: records.find(isPresent('exhibit'))?.content ?? null,
    impressions: records.filter(isPresent('impression')),
    conclusions: records.filter(isPresent('conclusion')).map((record) => ({
      ...record,
      earlier: versions.get(record.subject)! - 1,
      outdated: isOutdated(record.content.basis, row),
    })),
    notes: records.filter(isPresent('note')),
    corrections: records.find(isPresent('people'))?.content.corrections ?? [],
    references: records.filter(isPresent('reference')),
    likenesses: records.filter(isPresent('likeness')).map((record) => ({
      ...record,
      outdated: isOutdated(record.content.basis, row),
      otherReferences: hasOtherReferences(record.content, references),
    })),
  };
}
