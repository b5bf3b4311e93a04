/** How states read in the window; what reports say too is in shared/wording.ts. */
import type { EvidenceState } from '../../src-main/shared/case.ts';

export const stateWords: Record<EvidenceState, string> = {
  waiting: 'Not analysed',
  running: 'Running',
  done: 'Analysed',
  failed: 'Failed',
};
