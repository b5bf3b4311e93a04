/** How states read in the window; what reports say too is in shared/wording.ts. */
import type { EvidenceState, FileState } from '../../src-main/shared/case.ts';
import { texts } from '../texts/texts.ts';

export const stateWords: Record<EvidenceState, string> = {
  waiting: texts.list.notAnalysed,
  running: texts.list.running,
  done: texts.list.analysed,
  failed: texts.list.failed,
};

/** As the last check of all files found them. */
export const fileStateWords: Record<FileState, string> = {
  unchanged: texts.list.fileUnchanged,
  changed: texts.list.fileChanged,
  misstated: texts.list.fileMisstated,
  missing: texts.list.fileMissing,
  unreadable: texts.list.fileNotReadable,
  unknown: texts.list.neverAnalysed,
};
