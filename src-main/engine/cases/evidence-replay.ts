/** The required content of the table of evidence: the entries of the audit log applied in order to an empty table. */
import type { AuditEntry } from './audit-log.ts';
import { fileName, pathText } from '../../shared/path-text.ts';
import type { StoredEvidence } from './evidence.ts';

type Column = keyof Omit<StoredEvidence, 'id'>;

/** The required content of a row: each value with the entry that set it last. */
type LoggedEvidence = Partial<Record<Column, { value: unknown; seq: number }>>;

const columnWords: Record<Column, string> = {
  path: 'path',
  name: 'name',
  sizeBytes: 'size',
  sha256: 'SHA-256',
  state: 'state',
  errorCode: 'error',
  errorMessage: 'error',
  addedAt: 'time added',
  removed: 'removal',
};

const noError = { errorCode: null, errorMessage: null };

/** @returns rows by the id of their evidence */
export function replayEvidence(entries: Iterable<AuditEntry>): Map<unknown, LoggedEvidence> {
  const rows = new Map<unknown, LoggedEvidence>();
  for (const { seq, action, detail } of entries) {
    const set = (values: Partial<Record<Column, unknown>>) => {
      const row = rows.get(detail['evidenceId']);
      const changes = Object.entries(values).map(([column, value]) => [column, { value, seq }]);
      rows.set(detail['evidenceId'], { ...row, ...Object.fromEntries(changes) } as LoggedEvidence);
    };
    const { path, sha256, sizeBytes, addedAt, code, message, reason } = detail;
    switch (action) {
      case 'evidence-added':
        set({
          path,
          name: pathText(fileName(String(path))),
          sizeBytes,
          sha256: null,
          state: 'waiting',
          addedAt,
          removed: null,
        });
        set(noError);
        break;
      case 'evidence-removed':
        set({ removed: reason });
        break;
      case 'evidence-restored':
        set({ removed: null });
        break;
      case 'evidence-relocated':
        set({ path, name: pathText(fileName(String(path))) });
        break;
      case 'analysis-started':
        set({ state: 'running', sha256, sizeBytes, ...noError });
        break;
      case 'analysis-interrupted':
        set({ state: 'waiting', ...noError });
        break;
      case 'analysis-failed':
        set({ state: 'failed', sha256, errorCode: code, errorMessage: message });
        break;
      case 'analysis-finished':
        set({ state: 'done', sha256, sizeBytes, ...noError });
        break;
    }
  }
  return rows;
}

interface Difference {
  /** The entry that contradicts the row; null if no entry mentions the row. */
  seq: number | null;
  problem: string;
}

/** Each column of `row` that differs from these entries of the log. */
export function differencesFromLog(row: StoredEvidence, logged: LoggedEvidence | undefined): Difference[] {
  if (!logged)
    return [{ seq: null, problem: `${row.path} is in the case, but the audit log has no entry for it.` }];
  const path = String(logged.path?.value ?? row.path);
  return (Object.keys(columnWords) as Column[]).flatMap((column) => {
    const entry = logged[column];
    if (!entry || row[column] === entry.value) return [];
    const problem = `The ${columnWords[column]} of ${path} differs from audit entry ${entry.seq}.`;
    return [{ seq: entry.seq, problem }];
  });
}
