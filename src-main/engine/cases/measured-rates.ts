/** Error rates that were measured for videos of the case: kept in the audit log alone, each for the finding that it is beside. */
import type { StoredRates } from '../../shared/measured-rates.ts';
import { measuredRatesSchema } from '../../shared/measured-rates-schema.ts';
import { groupedBy } from '../support/grouped.ts';
import type { AuditLog } from './audit-log.ts';
import { newestInLog } from './newest-in-log.ts';

/** @returns what gives those of each finding, by its id: the newest of each set of clips, the newest of all last */
export function measuredRatesIn(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): () => ReadonlyMap<number, readonly StoredRates[]> {
  const newest = newestInLog(
    audit,
    'rates-measured',
    measuredRatesSchema.strip(),
    ({ findingId, set }) => `${findingId} ${set.clipsSha256}`,
  );
  return () => groupedBy(newest().values(), ({ findingId }) => findingId);
}
