/** Results are added only to a case that agrees with its audit log: beside changed ones, they would prove little. */
import { EngineError } from '../../shared/errors.ts';
import type { CaseFile } from '../cases/case-file.ts';

/**
 * Checks what is new since the last check that found nothing wrong.
 * @throws EngineError case/damaged with the first fault; case/none-open if the case is closed meanwhile
 */
export async function requireSound({ path, verify }: Pick<CaseFile, 'path' | 'verify'>): Promise<void> {
  const { intact, faults } = await verify('new');
  if (intact) return;
  const [first, ...others] = faults;
  throw new EngineError(
    'case/damaged',
    `${path} does not agree with its audit log: ${first!.problem}${others.length === 0 ? '' : ` (and ${others.length} more; see 'exhibit verify')`} Nothing was done, because new results beside changed ones would prove little. Use a backup copy, or a new case.`,
  );
}
