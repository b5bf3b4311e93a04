/**
 * MD5 and SHA-1 of evidence, as facts of a moment: they are kept in the audit log alone, with the SHA-256 of the same
 * reading, and count only for a file with that SHA-256.
 */
import { z } from 'zod';
import type { OldHashes } from '../../shared/case.ts';
import type { AuditLog } from './audit-log.ts';
import { newestInLog } from './newest-in-log.ts';

const inLog = z.object({
  evidenceId: z.number().int(),
  md5: z.string().regex(/^[0-9a-f]{32}$/),
  sha1: z.string().regex(/^[0-9a-f]{40}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Of each file, by its id. @returns as `newestInLog` */
export const oldHashesIn = (
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): (() => ReadonlyMap<number, OldHashes>) =>
  newestInLog(audit, 'evidence-hashed', inLog, ({ evidenceId }) => evidenceId);

/** Of this file: null where they are of other bytes than those that were analysed. */
export function oldHashesOf(
  { id, sha256 }: { id: number; sha256: string | null },
  found: ReadonlyMap<number, OldHashes>,
): OldHashes | null {
  const hashes = found.get(id);
  return hashes && (sha256 === null || sha256 === hashes.sha256) ? hashes : null;
}
