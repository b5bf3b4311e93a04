/**
 * SHA-256 of files that may be one file twice: those that were not analysed yet and are as large as another file of the
 * case. Files of different sizes differ, so all others need not be read.
 */
import type { FileHash } from '../../shared/case.ts';
import { fingerprint } from '../media/fingerprint.ts';
import type { CurrentCase } from './current-case.ts';

/** A file that cannot be read now, or may not be looked up, is left out: its analysis says why. The case may be closed meanwhile. */
export async function hashEqualSizes(current: CurrentCase, signal?: AbortSignal): Promise<FileHash[]> {
  const opened = current.opened();
  const rows = opened.file.evidence.list();
  const counts = new Map<number, number>();
  for (const { sizeBytes } of rows) counts.set(sizeBytes, (counts.get(sizeBytes) ?? 0) + 1);
  const hashes: FileHash[] = [];
  for (const { id, path, sizeBytes, sha256 } of rows) {
    if (sha256 !== null || counts.get(sizeBytes) === 1) continue;
    try {
      const file = await fingerprint(opened.file.reach(path), { signal });
      hashes.push({ evidenceId: id, sha256: file.sha256 });
    } catch {
      signal?.throwIfAborted();
    }
    if (!current.isOpen(opened)) return [];
  }
  return hashes;
}
