/**
 * Findings and files that later entries of the audit log tell of. An entry that was planted before its subject was stored
 * (see `log-order.ts`) tells nothing of what was stored afterwards.
 */
import type { AuditAction, AuditEntry, AuditLog } from './audit-log.ts';

/** The entry that stores a file or a finding, and the member of its detail that holds the number. */
export const fileEntry = { storedBy: 'evidence-added', id: 'evidenceId' } as const;
export const findingEntry = { storedBy: 'analysis-finished', id: 'findingId' } as const;

/** Of what each of them tells that is asked for later. */
const subjects = {
  'evidence-hashed': fileEntry,
  'credentials-checked': findingEntry,
  'evidence-reencoded': findingEntry,
  'rates-measured': findingEntry,
} as const satisfies Partial<Record<AuditAction, typeof fileEntry | typeof findingEntry>>;

export type LaterAction = keyof typeof subjects;

export const laterActions = Object.keys(subjects) as LaterAction[];

type Log = Pick<AuditLog, 'entriesOf' | 'last'>;
type Told = Pick<AuditEntry, 'seq' | 'detail'>;

/**
 * @returns what reads the log up to its end and gives whether the subject of an entry was stored before that entry, and
 *   not again since; each entry that stores one is read once
 */
export function storedBefore(audit: Log, action: LaterAction): () => (entry: Told) => boolean {
  const { storedBy, id } = subjects[action];
  const storedIn = new Map<number, number>();
  let readTo = 0;
  return () => {
    for (const { seq, detail } of audit.entriesOf(storedBy, readTo + 1))
      storedIn.set(Number(detail[id]), seq);
    readTo = audit.last()?.seq ?? 0;
    return ({ seq, detail }) => seq > (storedIn.get(Number(detail[id])) ?? Infinity);
  };
}
