/** How states and stages read in the window; what reports say too is in shared/wording.ts. */
import type { EvidenceState } from '../../src-main/shared/case.ts';
import type { ProgressStage } from '../../src-main/shared/domain.ts';

export const stageWords: Record<ProgressStage, string> = {
  hash: 'Fingerprinting',
  probe: 'Reading streams',
  decode: 'Decoding',
  detect: 'Finding faces',
  embed: 'Embedding faces',
  degrade: 'Making worse copies',
  score: 'Scoring',
  train: 'Training',
  save: 'Saving',
};

export const stateWords: Record<EvidenceState, string> = {
  waiting: 'Not analysed',
  running: 'Running',
  done: 'Analysed',
  failed: 'Failed',
};
