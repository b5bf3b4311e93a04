/** What re-encoded copies of the evidence scored: kept in the audit log alone, each for the finding that it is beside. */
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { reencodingSchema } from '../../shared/reencoding-schema.ts';
import type { AuditLog } from './audit-log.ts';
import { newestInLog } from './newest-in-log.ts';

/** Of each finding, by its id. @returns as `newestInLog` */
export const reencodingsIn = (
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): (() => ReadonlyMap<number, StoredReencoding>) =>
  newestInLog(audit, 'evidence-reencoded', reencodingSchema.strip(), ({ findingId }) => findingId);
