/** One wording for every value of the domain that people see, so that table, review and help agree. */
import type { EvidenceState } from '../../src-main/shared/contract.ts';
import type { Outcome, Refusal, Stage } from '../../src-main/shared/domain.ts';

export const outcomeWords: Record<Outcome, string> = {
  'likely-fake': 'Likely fake',
  inconclusive: 'Inconclusive',
  'likely-real': 'Likely real',
  'not-applicable': 'Not applicable',
};

/** Most urgent first; the order of filters, legends and the sort by verdict. */
export const outcomeOrder: readonly Outcome[] = [
  'likely-fake',
  'inconclusive',
  'likely-real',
  'not-applicable',
];

export const refusalWords: Record<Refusal, string> = {
  'too-small': 'too small',
  'too-blurred': 'too blurred',
  'turned-away': 'turned away',
  'cut-off': 'cut off by the frame',
  'low-detection': 'uncertain detection',
};

export const stageWords: Record<Stage, string> = {
  hash: 'Fingerprinting',
  probe: 'Reading streams',
  decode: 'Decoding',
  detect: 'Finding faces',
  embed: 'Embedding faces',
  score: 'Scoring',
  train: 'Training',
  save: 'Saving',
};

export const stateWords: Record<EvidenceState, string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Analysed',
  failed: 'Failed',
};
