/** One wording of the lab's names for charts, tables, window and command line. */
import type { SplitKind, StoredSplitKind } from './lab.ts';

const classifierNames: Record<string, string> = {
  combined: 'Combined',
  sgd: 'SGD',
  forest: 'Random Forest',
  'logistic-regression': 'Logistic regression',
  'nearest-neighbours': 'kNN',
  perceptron: 'Perceptron',
  'decision-tree': 'Decision tree',
  softmax: 'Softmax',
  lstm: 'LSTM',
};

/** A name that the lab doesn't know is shown as it is. */
export const classifierName = (classifier: string): string => classifierNames[classifier] ?? classifier;

/** What stands on two sides of each split, said wherever one of its figures stands. */
export const splitWords: Record<SplitKind, string> = {
  official: 'official split (people may repeat)',
  'by-identity': 'split by identity',
  'by-video': 'split by video (people may repeat)',
  'by-frame': 'split by frame (leaks identity)',
};

/** Those that can be made of a data set. */
export const storedSplitKinds = [
  'official',
  'by-identity',
  'by-video',
] as const satisfies readonly StoredSplitKind[];

/** What leaks comes last, so that it stands beside something. */
export const splitsInOrder: readonly SplitKind[] = [...storedSplitKinds, 'by-frame'];

/** Whether the figures of a split claim more than the model can do with people that it has never seen. */
export const leaksIdentity = (split: SplitKind): boolean => split === 'by-frame';
