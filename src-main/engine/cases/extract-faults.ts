/**
 * Checks the log of an extract: of each entry of the whole log it has the hash, and of some the content. An entry whose
 * content is there must give its listed hash and follow the listed one before it. Of a withheld entry, nothing ties the
 * hash to that of the entry before: only the entries behind the last withheld one are tied to the head by their contents.
 */
import type { CaseFault } from '../../shared/case.ts';
import { contentText, genesisHash, type AuditEntry } from './audit-log.ts';
import { sha256Of } from '../support/sha256.ts';

/** @param entries those with content, in order @param hashes of all entries, in order */
export function extractFaults(entries: Iterable<AuditEntry>, hashes: readonly string[]): CaseFault[] {
  const faults: CaseFault[] = [];
  for (const entry of entries) {
    const { seq, hash, previousHash } = entry;
    const problem =
      hashes[seq - 1] !== hash
        ? `Audit entry ${seq} is not the listed one: it has another hash.`
        : sha256Of(contentText(entry)) !== hash
          ? `Audit entry ${seq} was altered: its content does not give its hash.`
          : (hashes[seq - 2] ?? genesisHash) !== previousHash
            ? `Audit entry ${seq} does not follow the listed entry ${seq - 1}.`
            : null;
    if (problem !== null) faults.push({ kind: 'log', seq, problem });
  }
  return faults;
}

/** Number of the first entry from which on every content is there, up to the head; null where the last one is withheld. */
export function tiedFrom(shown: readonly number[], entries: number): number | null {
  const known = new Set(shown);
  let from = entries + 1;
  while (known.has(from - 1)) from -= 1;
  return from > entries ? null : from;
}
