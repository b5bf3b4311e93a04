/** Checks the Content Credentials of a file of the open case again, by the trust list as it is now, without a whole analysis. */
import type { CredentialCheck } from '../../shared/credentials.ts';
import { EngineError } from '../../shared/errors.ts';
import type { CheckCredentials } from '../media/credentials/check-credentials.ts';
import { fingerprint } from '../media/fingerprint.ts';
import type { CurrentCase } from './current-case.ts';
import { requireSound } from './require-sound.ts';

/**
 * The result goes into the audit log; that of the analysis stays.
 * @returns null where the analysis found no Content Credentials, or there is none
 * @throws EngineError media/changed-since-analysis where the file is not the one that was analysed; media/… if it can't be
 *   read or may not be looked up; case/none-open if the case is closed meanwhile; as `requireSound`; the abort reason
 */
export async function checkCredentialsAgain(
  current: CurrentCase,
  check: CheckCredentials,
  evidenceId: number,
  signal?: AbortSignal,
): Promise<CredentialCheck | null> {
  const opened = current.opened();
  await requireSound(opened.file);
  const { path } = opened.file.evidence.row(evidenceId);
  const finding = opened.file.findings.newest(evidenceId);
  if (finding?.media.structure?.credentials !== 'present') return null;
  const reached = opened.file.reach(path);
  const { sha256 } = await fingerprint(reached, { signal });
  if (sha256 !== finding.sha256) {
    throw new EngineError(
      'media/changed-since-analysis',
      `${path} is not the file that was analysed, so its Content Credentials were not checked again. Check the files of the case.`,
    );
  }
  const result = (await check(reached, finding.media, signal)).structure?.contentCredentials;
  if (result === undefined) return null;
  if (!current.isOpen(opened)) {
    throw new EngineError(
      'case/none-open',
      'The case was closed while the file was read. Open it and try again.',
    );
  }
  // What the file was made from stands in the finding, and no list changes it.
  const kept = { ...result, manifests: result.manifests.filter(({ depth }) => depth === 0) };
  const content = { findingId: finding.id, sha256, result: kept };
  const { at } = opened.file.audit.append('credentials-checked', { evidenceId, ...content });
  return { ...content, at };
}
