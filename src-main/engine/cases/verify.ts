/**
 * Checks a case against its own audit log: that the chain holds, and that every file and every finding is
 * still what its entry says. Someone who edits a score in SQLite is found by the finding's digest.
 */
import type { ChainCheck } from '../../shared/contract.ts';
import { firstBrokenLink, genesisHash, type AuditLog } from './audit-log.ts';
import type { EvidenceStore } from './evidence.ts';
import type { FindingStore } from './findings.ts';

interface Stores {
  audit: AuditLog;
  evidence: EvidenceStore;
  findings: FindingStore;
}

export function verify(stores: Stores): ChainCheck {
  const { audit } = stores;
  const entries = audit.count();
  const head = audit.last()?.hash ?? genesisHash;
  const broken = firstBrokenLink(audit.entries());
  const fault =
    broken === null
      ? firstChangedRow(stores)
      : { seq: broken, problem: `Audit entry ${broken} does not follow from the one before.` };
  return {
    intact: fault === null,
    entries,
    firstBroken: fault?.seq ?? null,
    head,
    problem: fault?.problem ?? null,
  };
}

interface Fault {
  /** The entry that the rows contradict; one past the end for rows that no entry speaks of. */
  seq: number;
  problem: string;
}

function firstChangedRow({ audit, evidence, findings }: Stores): Fault | null {
  const loggedEvidence = new Set<unknown>();
  const loggedFindings = new Set<unknown>();
  for (const { seq, action, detail } of audit.entries()) {
    if (action === 'evidence-added') {
      const { evidenceId, path } = detail;
      if (evidence.get(Number(evidenceId))?.path !== path) {
        return { seq, problem: `The file added as ${path} was changed or taken out of the case.` };
      }
      loggedEvidence.add(evidenceId);
    }
    if (action === 'analysis-finished') {
      const { findingId, findingSha256 } = detail;
      if (findings.digest(Number(findingId)) !== findingSha256) {
        return { seq, problem: `Finding ${findingId} was changed after the analysis.` };
      }
      loggedFindings.add(findingId);
    }
  }
  return firstUnlogged({ audit, evidence, findings }, loggedEvidence, loggedFindings);
}

function firstUnlogged(
  { audit, evidence, findings }: Stores,
  loggedEvidence: ReadonlySet<unknown>,
  loggedFindings: ReadonlySet<unknown>,
): Fault | null {
  const seq = audit.count() + 1;
  for (const { id, path, sha256 } of evidence.list()) {
    if (!loggedEvidence.has(id)) return { seq, problem: `${path} is in the case without an audit entry.` };
    if (sha256 !== null && sha256 !== findings.newest(id)?.sha256) {
      return { seq, problem: `The hash of ${path} differs from the one in its newest finding.` };
    }
  }
  const unlogged = findings.allIds().find((findingId) => !loggedFindings.has(findingId));
  return unlogged === undefined
    ? null
    : { seq, problem: `Finding ${unlogged} is in the case without an audit entry.` };
}
