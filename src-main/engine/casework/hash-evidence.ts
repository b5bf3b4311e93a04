/** Computes MD5 and SHA-1 of a file of the open case, for comparing with old lists, and keeps them in its audit log. */
import type { OldHashes } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import { oldFingerprint } from '../media/fingerprint.ts';
import type { CurrentCase } from './current-case.ts';
import { requireSound } from './require-sound.ts';

/**
 * @param onProgress told of each further percent, in bytes of the file
 * @throws EngineError media/changed-since-analysis where the file is not the one that was analysed; media/… if it can't be
 *   read or may not be looked up; case/none-open if the case is closed meanwhile; as `requireSound`; the abort reason
 */
export async function hashEvidence(
  current: CurrentCase,
  evidenceId: number,
  signal?: AbortSignal,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<OldHashes> {
  const opened = current.opened();
  const { path } = opened.file.evidence.row(evidenceId);
  await requireSound(opened.file);
  let told = -1;
  const { md5, sha1, sha256, sizeBytes } = await oldFingerprint(opened.file.reach(path), {
    signal,
    onProgress: (done, total) => {
      const percent = Math.floor((100 * done) / total);
      if (percent !== told) onProgress(done, total);
      told = percent;
    },
  });
  if (!current.isOpen(opened)) {
    throw new EngineError(
      'case/none-open',
      'The case was closed while the file was read. Open it and try again.',
    );
  }
  const known = opened.file.evidence.row(evidenceId).sha256;
  if (known !== null && known !== sha256) {
    throw new EngineError(
      'media/changed-since-analysis',
      `${path} is not the file that was analysed, so its MD5 and SHA-1 were not stored. Check the files of the case.`,
    );
  }
  const { at } = opened.file.audit.append('evidence-hashed', { evidenceId, md5, sha1, sha256, sizeBytes });
  return { evidenceId, md5, sha1, sha256, at };
}
