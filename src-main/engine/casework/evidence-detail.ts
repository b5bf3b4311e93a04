/** One video of the open case with its newest finding, as far as the examiner may see it. */
import type { EvidenceDetail } from '../../shared/case.ts';
import { errorsHereTexts } from '../../shared/condition-wording.ts';
import { EngineError } from '../../shared/errors.ts';
import { nearestCondition } from '../../shared/nearest-condition.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { credentialCheckOf } from '../cases/credential-checks.ts';
import { oldHashesOf } from '../cases/old-hashes.ts';
import { withholdFinding } from '../cases/withhold.ts';

/** @throws EngineError app/bad-message if the case has no such evidence */
export function detailOf(file: CaseFile, evidenceId: number): EvidenceDetail {
  const { row, finding } = findingOf(file, evidenceId);
  const oldHashes = oldHashesOf(row, file.oldHashes());
  const classifier = row.blind ? undefined : finding?.models.find(({ role }) => role === 'classifier');
  const card = classifier ? file.findings.card(classifier.sha256) : null;
  const errorsHere = finding && card ? errorsHereTexts(nearestCondition(finding, card)) : [];
  const credentialCheck = credentialCheckOf(row, file.credentialChecks());
  const reencoding = finding && !row.blind ? file.reencodings().get(finding.id) : undefined;
  const measuredRates = finding && !row.blind ? file.measuredRates().get(finding.id) : undefined;
  return {
    ...{ row, finding, errorsHere, oldHashes, credentialCheck },
    ...(reencoding && { reencoding }),
    ...(measuredRates && { measuredRates }),
  };
}

/** @throws as detailOf */
export function findingOf(
  { evidence, findings }: CaseFile,
  evidenceId: number,
): Pick<EvidenceDetail, 'row' | 'finding'> {
  const row = present(evidence.get(evidenceId), 'evidence');
  const finding = findings.newest(evidenceId);
  return { row, finding: finding && row.blind ? withholdFinding(finding) : finding };
}

export function present<T>(value: T | null, what: string): T {
  if (value !== null) return value;
  throw new EngineError('app/bad-message', `There is no such ${what} in this case.`);
}
