/**
 * Checks a case against its audit log: the chain must be intact, and every file, finding and record of the notebook
 * must agree with its entry. A score or a note that was edited in SQLite is detected by its digest.
 */
import type { ChainCheck } from '../../shared/case.ts';
import type { RecordKind } from '../../shared/notebook.ts';
import { subjectText } from '../../shared/notebook-wording.ts';
import { firstBrokenLink, genesisHash, type AuditLog } from './audit-log.ts';
import { differenceFromLog, replayEvidence } from './evidence-replay.ts';
import type { EvidenceStore } from './evidence.ts';
import type { FindingStore } from './findings.ts';
import type { RecordStore } from './records.ts';

interface Stores {
  audit: AuditLog;
  evidence: EvidenceStore;
  findings: FindingStore;
  records: RecordStore;
}

interface Fault {
  /** The entry that contradicts the rows; one past the end for rows that no entry mentions. */
  seq: number;
  problem: string;
}

interface LoggedFinding {
  seq: number;
  findingId: number;
  sha256: unknown;
}

interface LoggedRecord {
  seq: number;
  kind: RecordKind;
  subject: string;
  sha256: unknown;
}

/** @returns the check. Each call checks chain and evidence, and hashes the findings that no earlier call has hashed */
export function caseVerifier(stores: Stores): () => Promise<ChainCheck> {
  // The lock keeps other processes out, and findings and records never change: what is correct stays so while it is held.
  const sound = new Set<number>();
  const soundRecords = new Set<number>();

  async function firstChangedFinding(logged: readonly LoggedFinding[]): Promise<Fault | null> {
    for (const { seq, findingId, sha256 } of logged) {
      if (sound.has(findingId)) continue;
      // All crops are read. The pause between two findings lets the process handle cancelling and progress.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (stores.findings.digest(findingId) !== sha256) {
        return { seq, problem: `Finding ${findingId} was changed after the analysis.` };
      }
      sound.add(findingId);
    }
    return null;
  }

  return async () => {
    const { audit, findings } = stores;
    const entries = audit.count();
    const head = audit.last()?.hash ?? genesisHash;
    const logged = loggedDigests(audit);
    const atOnce =
      brokenChain(audit) ?? changedEvidence(stores) ?? unloggedFinding(findings, logged.findings, entries);
    const ofRecord = changedRecord(stores, logged.records, soundRecords);
    const ofFinding = await firstChangedFinding(logged.findings);
    const fault = [atOnce, ofFinding, ofRecord]
      .filter((each) => each !== null)
      .sort((a, b) => a.seq - b.seq)[0];
    return {
      intact: fault === undefined,
      entries,
      firstBroken: fault?.seq ?? null,
      head,
      problem: fault?.problem ?? null,
    };
  };
}

function brokenChain(audit: AuditLog): Fault | null {
  const seq = firstBrokenLink(audit.entries());
  return seq === null ? null : { seq, problem: `Audit entry ${seq} does not match the entry before it.` };
}

function changedEvidence({ audit, evidence }: Stores): Fault | null {
  const logged = replayEvidence(audit.entries());
  const faults: Fault[] = [];
  for (const row of evidence.stored()) {
    const difference = differenceFromLog(row, logged.get(row.id));
    if (difference) faults.push({ ...difference, seq: difference.seq ?? audit.count() + 1 });
    logged.delete(row.id);
  }
  for (const { path } of logged.values()) {
    const problem = `The file added as ${String(path.value)} was removed from the case.`;
    faults.push({ seq: path.seq, problem });
  }
  return faults.sort((a, b) => a.seq - b.seq)[0] ?? null;
}

/** What the log has digests of: findings in order, records by their number. */
function loggedDigests(audit: AuditLog): { findings: LoggedFinding[]; records: Map<number, LoggedRecord> } {
  const findings: LoggedFinding[] = [];
  const records = new Map<number, LoggedRecord>();
  for (const { seq, action, detail } of audit.entries()) {
    if (action === 'analysis-finished') {
      findings.push({ seq, findingId: Number(detail['findingId']), sha256: detail['findingSha256'] });
    } else if (detail['recordSha256'] !== undefined) {
      const kind = action.replace(/-(stored|removed)$/, '') as RecordKind;
      const { recordId, recordSha256: sha256, subject } = detail;
      records.set(Number(recordId), { seq, kind, subject: String(subject), sha256 });
    }
  }
  return { findings, records };
}

function unloggedFinding(
  findings: FindingStore,
  logged: readonly LoggedFinding[],
  entries: number,
): Fault | null {
  const known = new Set(logged.map(({ findingId }) => findingId));
  const unlogged = findings.allIds().find((findingId) => !known.has(findingId));
  if (unlogged === undefined) return null;
  return {
    seq: entries + 1,
    problem: `Finding ${unlogged} is in the case, but the audit log has no entry for it.`,
  };
}

/** A record is named by what the log says of it: the row may say anything. */
function changedRecord(
  { audit, records }: Stores,
  logged: ReadonlyMap<number, LoggedRecord>,
  sound: Set<number>,
): Fault | null {
  for (const [recordId, { seq, kind, subject, sha256 }] of logged) {
    if (sound.has(recordId)) continue;
    const stored = records.digest(recordId);
    if (stored !== sha256) {
      const how = stored === null ? 'taken out of the case' : 'changed outside Exhibit';
      const what = `${subjectText(kind, subject)} was ${how}`;
      return { seq, problem: `${what}: record ${recordId} differs from audit entry ${seq}.` };
    }
    sound.add(recordId);
  }
  for (const { id, kind, subject } of records.headings()) {
    if (logged.has(id)) continue;
    const problem = `${subjectText(kind, subject)} has a record ${id} for which the audit log has no entry.`;
    return { seq: audit.count() + 1, problem };
  }
  return null;
}
