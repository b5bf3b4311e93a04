/** How the lab's names read in the window. */
import type {
  DatasetLayout,
  ExperimentKind,
  MetricLoss,
  RunState,
  StoredSplitKind,
} from '../../src-main/shared/lab.ts';
import type { NetworkState } from '../../src-main/shared/model-card.ts';
import { texts } from '../texts/texts.ts';

export const layoutWords: Record<DatasetLayout, string> = {
  'celeb-df': 'Celeb-DF',
  faceforensics: 'FaceForensics++',
  dfdc: 'DFDC',
  folders: texts.lab.realAndFakeFolders,
  manifest: texts.lab.clipTable,
};

/** What a split keeps apart, and what that is worth. */
export const splitMeanings: Record<StoredSplitKind, string> = {
  official: texts.lab.officialSplitMeaning,
  'by-identity': texts.lab.byIdentityMeaning,
  'by-video': texts.lab.byVideoMeaning,
};

export const kindWords: Record<ExperimentKind, string> = {
  softmax: texts.lab.softmaxTrials,
  lstm: texts.lab.lstmOverFrames,
  'metric-learning': texts.lab.metricLearning,
};

export const runStateWords: Record<RunState, string> = {
  queued: texts.lab.queued,
  running: texts.lab.running,
  paused: texts.lab.paused,
  done: texts.lab.done,
  failed: texts.lab.failed,
  cancelled: texts.lab.cancelled,
};

export const lossWords: Record<MetricLoss, string> = {
  'triplet-semi-hard': texts.lab.tripletSemiHard,
  'triplet-batch-hard': texts.lab.tripletBatchHard,
  contrastive: texts.lab.contrastive,
  'multi-similarity': texts.lab.multiSimilarity,
  'alignment-uniformity': texts.lab.alignmentAndUniformity,
};

export const networkStateWords: Record<NetworkState, string> = {
  ok: texts.lab.ready,
  missing: texts.lab.missingAddItAgain,
  'hash-mismatch': texts.lab.changedSinceItWasAdded,
  'list-changed': texts.lab.theListOfPeopleWasChanged,
};
