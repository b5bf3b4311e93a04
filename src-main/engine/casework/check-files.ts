/** Whether the files of a case are still those that were analysed: each is read again and its SHA-256 compared. */
import type { FileCheck } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { openEvidence } from '../media/evidence-file.ts';
import { fingerprint, type Fingerprint } from '../media/fingerprint.ts';
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
  for (const { id: evidenceId, path, sha256, sizeBytes } of rows) {
    onFile?.(checks.length + 1, rows.length);
    const file = await lookAt(opened.file.reach, { path, sha256 }, signal).catch((error: unknown) => {
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
    if (file instanceof EngineError) {
      const state = file.code === 'media/not-found' ? 'missing' : 'unreadable';
      checks.push({ evidenceId, path, state, problem: file.message });
    } else if (!('sha256' in file)) {
      checks.push({ evidenceId, path, state: 'unknown', problem: null });
    } else if (file.sha256 === sha256) {
      checks.push({ evidenceId, path, state: 'unchanged', problem: null });
    } else {
      checks.push({ evidenceId, path, state: 'changed', problem: changedText(sizeBytes, file.sizeBytes) });
    }
  }
  return checks;
}

/** Of a file that was never analysed it is enough to know that it is there. */
const lookAt = async (
  reach: CaseFile['reach'],
  { path, sha256 }: { path: string; sha256: string | null },
  signal: AbortSignal | undefined,
): Promise<{ sizeBytes: number } | Fingerprint> =>
  sha256 === null ? sizeOf(reach(path)) : fingerprint(reach(path), { signal });

async function sizeOf(path: string): Promise<{ sizeBytes: number }> {
  const { file, sizeBytes } = await openEvidence(path);
  await file.close();
  return { sizeBytes };
}

const changedText = (before: number, now: number): string =>
  before === now
    ? 'Its SHA-256 is not that of its analysis. Its size is the same.'
    : `Its SHA-256 is not that of its analysis: it had ${before} bytes and now has ${now}.`;
