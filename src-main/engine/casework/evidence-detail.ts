/** One video of the open case with its newest finding, as far as the examiner may see it. */
import type { Asked, EvidenceDetail, EvidenceRow } from '../../shared/case.ts';
import { errorsHereTexts } from '../../shared/condition-wording.ts';
import { EngineError } from '../../shared/errors.ts';
import { nearestCondition } from '../../shared/nearest-condition.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { oldHashesOf } from '../cases/old-hashes.ts';
import { withholdFinding } from '../cases/withhold.ts';

/** @throws EngineError app/bad-message if the case has no such evidence */
export function detailOf(file: CaseFile, evidenceId: number): EvidenceDetail {
  const { row, finding } = findingOf(file, evidenceId);
  const classifier = row.blind ? undefined : finding?.models.find(({ role }) => role === 'classifier');
  const card = classifier ? file.findings.card(classifier.sha256) : null;
  const errorsHere = finding && card ? errorsHereTexts(nearestCondition(finding, card)) : [];
  return { row, finding, errorsHere, ...askedOf(file, row, finding?.id ?? null) };
}

/** @param findingId beside which it stands: what says how its answer moves, or how often it errs, is hidden with it */
export function askedOf(file: CaseFile, row: EvidenceRow, findingId: number | null): Asked {
  const ofFinding = <T>(found: ReadonlyMap<number, T>) =>
    findingId === null ? undefined : found.get(findingId);
  const reencoding = row.blind ? undefined : ofFinding(file.reencodings());
  const measuredRates = row.blind ? undefined : ofFinding(file.measuredRates());
  return {
    oldHashes: oldHashesOf(row, file.oldHashes()),
    credentialCheck: ofFinding(file.credentialChecks()) ?? null,
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
