/** How the lab's names read in the window. */
import type {
  DatasetLayout,
  ExperimentKind,
  MetricLoss,
  RunState,
  StoredSplitKind,
} from '../../src-main/shared/lab.ts';
import type { NetworkState } from '../../src-main/shared/model-card.ts';

export const layoutWords: Record<DatasetLayout, string> = {
  'celeb-df': 'Celeb-DF',
  faceforensics: 'FaceForensics++',
  dfdc: 'DFDC',
  folders: 'real and fake folders',
  manifest: 'clip table',
};

/** What a split keeps apart, and what that is worth. */
export const splitMeanings: Record<StoredSplitKind, string> = {
  official:
    'The parts that the makers of the data set gave. A person may appear in training and test, so the figures are too optimistic.',
  'by-identity':
    'No person with a name and no recording appears in training and test: the figure that counts for a new case. People without a name are kept apart by likeness alone.',
  'by-video':
    'Clips stay whole, but a person may appear in training and test, so the figures are too optimistic.',
};

export const kindWords: Record<ExperimentKind, string> = {
  softmax: 'Softmax trials',
  lstm: 'LSTM over frames',
  'metric-learning': 'Metric learning',
};

export const runStateWords: Record<RunState, string> = {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const lossWords: Record<MetricLoss, string> = {
  'triplet-semi-hard': 'Triplet, semi-hard (the paper’s)',
  'triplet-batch-hard': 'Triplet, batch-hard',
  contrastive: 'Contrastive',
  'multi-similarity': 'Multi-similarity',
  'alignment-uniformity': 'Alignment and uniformity',
};

export const networkStateWords: Record<NetworkState, string> = {
  ok: 'ready',
  missing: 'missing: add it again',
  'hash-mismatch': 'changed since it was added: not used',
  'list-changed': 'the list of its people was changed or lost: nothing is trained on it',
};
