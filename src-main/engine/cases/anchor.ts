/** Compares an audit log with a state of it that was noted outside the case: what nobody could change with the case. */
import type { Anchor } from '../../shared/anchor.ts';
import { countOf } from '../../shared/wording.ts';
import type { AuditLog } from './audit-log.ts';

/** @returns what contradicts the anchor, as a sentence; null if the log goes on from there */
export function anchorFault(audit: Pick<AuditLog, 'last' | 'entries'>, anchor: Anchor): string | null {
  const [entry] = audit.entries(anchor.entries);
  const hash = entry?.seq === anchor.entries ? entry.hash : undefined;
  return faultBy(anchor, audit.last()?.seq ?? 0, hash);
}

/** The same of a log of which an extract has the hashes of all entries. @param hashes in order */
export const anchorFaultOf = (hashes: readonly string[], anchor: Anchor): string | null =>
  faultBy(anchor, hashes.length, hashes[anchor.entries - 1]);

/** @param hash of the entry that the anchor names */
function faultBy({ entries, head }: Anchor, count: number, hash: string | undefined): string | null {
  if (count < entries) {
    return (
      `The log had ${countOf(entries, 'entry', 'entries')} when the anchor was noted; now it has ${count}. ` +
      'Its end was removed, the case was set back to an older copy, or the anchor is of another case.'
    );
  }
  return hash === head
    ? null
    : `Entry ${entries} has another hash than the anchor. The log was written anew, or the anchor is of another case.`;
}
