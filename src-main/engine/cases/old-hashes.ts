/**
 * MD5 and SHA-1 of evidence, as facts of a moment: they are kept in the audit log alone, with the SHA-256 of the same
 * reading, and count only for a file with that SHA-256.
 */
import type { OldHashes } from '../../shared/case.ts';
import type { AuditLog } from './audit-log.ts';

/** @returns what gives the newest of each file, by its id; each entry of the log is read once */
export function oldHashesIn(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): () => ReadonlyMap<number, OldHashes> {
  const found = new Map<number, OldHashes>();
  let readTo = 0;
  return () => {
    const last = audit.last()?.seq ?? 0;
    if (last === readTo) return found;
    for (const { at, detail } of audit.entriesOf('evidence-hashed', readTo + 1)) {
      const { evidenceId, md5, sha1, sha256 } = detail;
      found.set(Number(evidenceId), {
        ...{
          evidenceId: Number(evidenceId),
          md5: String(md5),
          sha1: String(sha1),
          sha256: String(sha256),
          at,
        },
      });
    }
    readTo = last;
    return found;
  };
}

/** Of this file: null where they are of other bytes than those that were analysed. */
export function oldHashesOf(
  { id, sha256 }: { id: number; sha256: string | null },
  found: ReadonlyMap<number, OldHashes>,
): OldHashes | null {
  const hashes = found.get(id);
  return hashes && (sha256 === null || sha256 === hashes.sha256) ? hashes : null;
}
