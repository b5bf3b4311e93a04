/** Compares an audit log with a state of it that was noted outside the case: what nobody could change with the case. */
import type { Anchor } from '../../shared/anchor.ts';
import { countOf } from '../../shared/wording.ts';
import type { AuditLog } from './audit-log.ts';

/** @returns what contradicts the anchor, as a sentence; null if the log goes on from there */
export function anchorFault(
  audit: Pick<AuditLog, 'last' | 'entries'>,
  { entries, head }: Anchor,
): string | null {
  const count = audit.last()?.seq ?? 0;
  if (count < entries) {
    return (
      `The log had ${countOf(entries, 'entry', 'entries')} when the anchor was noted; now it has ${count}. ` +
      'Its end was removed, the case was set back to an older copy, or the anchor is of another case.'
    );
  }
  const [entry] = audit.entries(entries);
  return entry?.seq === entries && entry.hash === head
    ? null
    : `Entry ${entries} has another hash than the anchor. The log was written anew, or the anchor is of another case.`;
}
