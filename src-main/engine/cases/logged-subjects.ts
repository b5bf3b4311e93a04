/**
 * Findings and files that later entries of the audit log tell of. Their numbers can be guessed, so entries on them could
 * be planted before they are there, under a chain that holds: such an entry tells nothing of what was stored afterwards.
 */
import type { AuditAction, AuditEntry, AuditLog } from './audit-log.ts';

const file = { word: 'file', storedBy: 'evidence-added', id: 'evidenceId' } as const;
const finding = { word: 'finding', storedBy: 'analysis-finished', id: 'findingId' } as const;

/** Of what each of them tells that is asked for later. */
const subjects = {
  'evidence-hashed': file,
  'credentials-checked': finding,
  'evidence-reencoded': finding,
  'rates-measured': finding,
} as const satisfies Partial<Record<AuditAction, typeof file | typeof finding>>;

export type LaterAction = keyof typeof subjects;

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

/** Each entry on what was not stored before it, in a sentence. */
export function* earlyEntries(audit: Log): Generator<string> {
  for (const action of Object.keys(subjects) as LaterAction[]) {
    const { word, id } = subjects[action];
    const isLater = storedBefore(audit, action)();
    for (const entry of audit.entriesOf(action)) {
      if (isLater(entry)) continue;
      yield `Audit entry ${entry.seq} tells of ${word} ${String(entry.detail[id])}, which was not stored before it: the entry was put in by other means.`;
    }
  }
}
