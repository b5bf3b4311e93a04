/** How states read in the window; what reports say too is in shared/wording.ts. */
import type { EvidenceState, FileState } from '../../src-main/shared/case.ts';

export const stateWords: Record<EvidenceState, string> = {
  waiting: 'Not analysed',
  running: 'Running',
  done: 'Analysed',
  failed: 'Failed',
};

/** As the last check of all files found them. */
export const fileStateWords: Record<FileState, string> = {
  unchanged: 'File unchanged',
  changed: 'File changed',
  missing: 'File missing',
  unreadable: 'File not readable',
  unknown: 'Never analysed',
};
