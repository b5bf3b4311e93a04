/** Error rates that were measured for videos of the case: kept in the audit log alone, each for the finding that it is beside. */
import type { StoredRates } from '../../shared/measured-rates.ts';
import { measuredRatesSchema } from '../../shared/measured-rates-schema.ts';
import type { AuditLog } from './audit-log.ts';

/** An entry also holds the evidence and the author. */
const inLog = measuredRatesSchema.strip();

/** @returns what gives those of each finding, by its id, the newest of each set; each entry of the log is read once */
export function measuredRatesIn(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): () => ReadonlyMap<number, readonly StoredRates[]> {
  const found = new Map<number, readonly StoredRates[]>();
  let readTo = 0;
  return () => {
    const last = audit.last()?.seq ?? 0;
    if (last === readTo) return found;
    for (const { at, detail } of audit.entriesOf('rates-measured', readTo + 1)) {
      // Of an entry that was edited, the chain tells.
      const { data } = inLog.safeParse(detail);
      if (!data) continue;
      const others = (found.get(data.findingId) ?? []).filter(
        ({ set }) => set.clipsSha256 !== data.set.clipsSha256,
      );
      found.set(data.findingId, [...others, { ...data, at }]);
    }
    readTo = last;
    return found;
  };
}
