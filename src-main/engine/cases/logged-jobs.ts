/**
 * Compares the batches of a case with the entries that the audit log has of them. A batch that was interrupted is
 * continued with the parameters and files of its row, which somebody with another program can change.
 */
import { canonicalJson } from '../support/canonical-json.ts';
import type { AuditEntry, AuditLog } from './audit-log.ts';
import type { CaseDatabase } from './case-database.ts';

interface JobRow {
  id: number;
  total: number;
  parameters: string;
  createdAt: string;
}

export interface LoggedJobs {
  /** What makes this batch another one than the log says, in a sentence; null if nothing does. */
  fault(jobId: number): string | null;
  /** Of all batches: those that were changed, put in or taken out by other means. */
  faults(): string[];
}

/** Of a case that was filled with nonsense, more would only fill the memory. */
const MAX_FAULTS = 1000;

export function loggedJobs({ sqlite, read }: CaseDatabase, audit: AuditLog): LoggedJobs {
  const select = 'SELECT id, total, parameters, created_at AS createdAt FROM jobs';
  const selectRow = sqlite.prepare<[unknown], JobRow>(`${select} WHERE id = ?`);
  const selectIds = sqlite.prepare<[], number>('SELECT id FROM jobs ORDER BY id').pluck();
  const selectLeft = sqlite
    .prepare<[number], number>('SELECT evidence_id FROM job_evidence WHERE job_id = ?')
    .pluck();

  function differenceFrom({ seq, detail }: AuditEntry): string | null {
    const { jobId, evidenceIds, parameters, createdAt } = detail;
    // SQLite has no row by anything else than a number.
    const row = typeof jobId === 'number' ? selectRow.get(jobId) : undefined;
    if (!row) return `Batch ${String(jobId)} of audit entry ${seq} was removed from the case.`;
    const files = new Set(Array.isArray(evidenceIds) ? evidenceIds : []);
    const differs = (what: string) => `The ${what} of batch ${row.id} differ from audit entry ${seq}.`;
    if (row.parameters !== canonicalJson(parameters)) return differs('parameters');
    if (row.total !== files.size || selectLeft.all(row.id).some((id) => !files.has(id)))
      return differs('files');
    return row.createdAt === createdAt
      ? null
      : `The time of batch ${row.id} differs from audit entry ${seq}.`;
  }

  const unlogged = (jobId: number) => `Batch ${jobId} is in the case, but the audit log has no entry for it.`;

  const repeated = ({ seq, detail }: AuditEntry) =>
    `Audit entry ${seq} says that batch ${String(detail['jobId'])} was asked for, as an entry before it does.`;

  return {
    fault: (jobId) =>
      read(() => {
        let entry: AuditEntry | null = null;
        for (const each of audit.entriesOf('job-created')) if (each.detail['jobId'] === jobId) entry = each;
        return entry === null ? unlogged(jobId) : differenceFrom(entry);
      }),
    faults: () =>
      read(() => {
        const faults: string[] = [];
        const logged = new Set<unknown>();
        for (const entry of audit.entriesOf('job-created')) {
          const { jobId } = entry.detail;
          // Not compared again: its files are read for it, and of one batch there could be entries without end.
          const difference = logged.has(jobId) ? repeated(entry) : differenceFrom(entry);
          logged.add(jobId);
          if (difference !== null && faults.length < MAX_FAULTS) faults.push(difference);
        }
        for (const id of selectIds.iterate())
          if (!logged.has(id) && faults.length < MAX_FAULTS) faults.push(unlogged(id));
        return faults;
      }),
  };
}
