/** Whether the files of a case are still those that were analysed: each is read again and its SHA-256 compared. */
import type { FileCheck, OldHashes } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { openEvidence } from '../media/evidence-file.ts';
import { oldHashesOf } from '../cases/old-hashes.ts';
import { fingerprint, oldFingerprint, type Fingerprint, type OldFingerprint } from '../media/fingerprint.ts';
import type { CurrentCase } from './current-case.ts';

/**
 * @param onFile called before each file is read, with its number from 1 and how many there are
 * @returns one check a file, also of those that were taken off the list
 * @throws EngineError case/none-open if the case is closed meanwhile; the abort reason
 */
export async function checkFiles(
  current: CurrentCase,
  signal?: AbortSignal,
  onFile?: (number: number, count: number) => void,
): Promise<FileCheck[]> {
  const opened = current.opened();
  const { evidence } = opened.file;
  // What was found in a file that was taken off the list is still in the case.
  const rows = [...evidence.list(), ...evidence.removed()];
  const checks: FileCheck[] = [];
  const oldHashes = opened.file.oldHashes();
  for (const row of rows) {
    const { id: evidenceId, path, sizeBytes } = row;
    onFile?.(checks.length + 1, rows.length);
    const told = { sha256: row.sha256, old: oldHashesOf(row, oldHashes), sizeBytes };
    const file = await lookAt(opened.file.reach, path, told, signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof EngineError) return error;
      throw error;
    });
    if (!current.isOpen(opened)) {
      throw new EngineError(
        'case/none-open',
        'The case was closed during the check. Open it and check again.',
      );
    }
    const found =
      file instanceof EngineError ? unread(file) : 'sha256' in file ? compared(file, told) : unknown;
    checks.push({ evidenceId, path, ...found });
  }
  return checks;
}

type Found = Pick<FileCheck, 'state' | 'problem'>;

/** What the case says of a file. */
interface Told {
  /** null if it was never analysed. */
  sha256: string | null;
  /** MD5 and SHA-1 in the log, of a file with this SHA-256. */
  old: OldHashes | null;
  sizeBytes: number;
}

const unknown: Found = { state: 'unknown', problem: null };

const unread = ({ code, message }: EngineError): Found => ({
  state: code === 'media/not-found' ? 'missing' : 'unreadable',
  problem: message,
});

/** Of a file that was never analysed or hashed it is enough to know that it is there. */
const lookAt = async (
  reach: CaseFile['reach'],
  path: string,
  { sha256, old }: Told,
  signal: AbortSignal | undefined,
): Promise<{ sizeBytes: number } | Fingerprint | OldFingerprint> =>
  old !== null
    ? oldFingerprint(reach(path), { signal })
    : sha256 === null
      ? sizeOf(reach(path))
      : fingerprint(reach(path), { signal });

async function sizeOf(path: string): Promise<{ sizeBytes: number }> {
  const { file, sizeBytes } = await openEvidence(path);
  await file.close();
  return { sizeBytes };
}

function compared(file: Fingerprint | OldFingerprint, { sha256, old, sizeBytes }: Told): Found {
  if (file.sha256 !== (sha256 ?? old?.sha256))
    return { state: 'changed', problem: changedText(sha256 === null, sizeBytes, file.sizeBytes) };
  return old !== null && 'md5' in file && (file.md5 !== old.md5 || file.sha1 !== old.sha1)
    ? { state: 'misstated', problem: MISSTATED }
    : { state: 'unchanged', problem: null };
}

const MISSTATED =
  'Its SHA-256 is right, but the MD5 or the SHA-1 that the audit log has of it is not: that entry was put in by other means. The file was not changed.';

function changedText(isHashedOnly: boolean, before: number, now: number): string {
  const what = `Its SHA-256 is not that of ${isHashedOnly ? 'the file whose MD5 and SHA-1 were computed' : 'its analysis'}`;
  return before === now
    ? `${what}. Its size is the same.`
    : `${what}: it had ${before} bytes and now has ${now}.`;
}
