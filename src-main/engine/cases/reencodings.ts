/** What re-encoded copies of the evidence scored: kept in the audit log alone, each for the finding that it is beside. */
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { reencodingSchema } from '../../shared/reencoding-schema.ts';
import type { AuditLog } from './audit-log.ts';

/** An entry also holds the evidence and the author. */
const inLog = reencodingSchema.strip();

/** @returns what gives the newest of each finding, by its id; each entry of the log is read once */
export function reencodingsIn(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): () => ReadonlyMap<number, StoredReencoding> {
  const found = new Map<number, StoredReencoding>();
  let readTo = 0;
  return () => {
    const last = audit.last()?.seq ?? 0;
    if (last === readTo) return found;
    for (const { at, detail } of audit.entriesOf('evidence-reencoded', readTo + 1)) {
      // Of an entry that was edited, the chain tells.
      const { data } = inLog.safeParse(detail);
      if (data) found.set(data.findingId, { ...data, at });
    }
    readTo = last;
    return found;
  };
}
