/**
 * Findings and files that later entries of the audit log tell of. Their numbers can be guessed, so entries on them could
 * be planted before they are there, under a chain that holds: such an entry is none on what was stored afterwards.
 */
import type { AuditAction, AuditLog } from './audit-log.ts';

export type Subject = 'finding' | 'file';

const storedBy = {
  finding: { action: 'analysis-finished', id: 'findingId' },
  file: { action: 'evidence-added', id: 'evidenceId' },
} as const satisfies Record<Subject, { action: AuditAction; id: string }>;

/** What is asked for after an analysis, or for a file, and what it tells of. */
const toldLater: readonly (readonly [AuditAction, Subject])[] = [
  ['evidence-hashed', 'file'],
  ['credentials-checked', 'finding'],
  ['evidence-reencoded', 'finding'],
  ['rates-measured', 'finding'],
];

export const subjectOf = (subject: Subject, detail: Readonly<Record<string, unknown>>): number =>
  Number(detail[storedBy[subject].id]);

/** @returns what gives the number of the entry in which each was stored last; each entry of the log is read once */
export function storedSubjects(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
  subject: Subject,
): () => ReadonlyMap<number, number> {
  const stored = new Map<number, number>();
  let readTo = 0;
  return () => {
    const last = audit.last()?.seq ?? 0;
    if (last === readTo) return stored;
    for (const { seq, detail } of audit.entriesOf(storedBy[subject].action, readTo + 1)) {
      stored.set(subjectOf(subject, detail), seq);
    }
    readTo = last;
    return stored;
  };
}

/** Each entry on what was not stored before it, in a sentence. */
export function* earlyEntries(audit: Pick<AuditLog, 'entriesOf' | 'last'>): IterableIterator<string> {
  for (const [action, subject] of toldLater) {
    const stored = storedSubjects(audit, subject)();
    for (const { seq, detail } of audit.entriesOf(action)) {
      const id = subjectOf(subject, detail);
      if (seq > (stored.get(id) ?? Infinity)) continue;
      yield `Audit entry ${seq} tells of ${subject} ${id}, which was not stored before it: it was put in by other means.`;
    }
  }
}
