/** The names that charts, tables, window and command line show for the lab's codes. */
import type { DatasetSummary, ExperimentKind, SplitKind, StoredSplitKind } from './lab.ts';
import { ownValue } from './own-value.ts';
import { countOf, stageWords } from './wording.ts';

const classifierNames: Record<string, string> = {
  combined: 'Combined',
  sgd: 'SGD',
  forest: 'Random Forest',
  guest: 'Guest detector',
  'logistic-regression': 'Logistic regression',
  'nearest-neighbours': 'kNN',
  perceptron: 'Perceptron',
  'decision-tree': 'Decision tree',
  softmax: 'Softmax',
  lstm: 'LSTM',
};

/** An unknown name is shown unchanged. */
export const classifierName = (classifier: string): string =>
  ownValue(classifierNames, classifier) ?? classifier;

/** What each split keeps apart and what it leaks. Shown with every figure of that split. */
export const splitWords: Record<SplitKind, string> = {
  official: 'official split (people may repeat)',
  'by-identity': 'split by person',
  'by-video': 'split by video (people may repeat)',
  'by-frame': 'split by frame (leaks people)',
};

/** A stage of a run, such as "detect" or "by-identity, fold 2", in words. */
export const stageText = (stage: string): string =>
  (stageWords as Record<string, string>)[stage] ??
  stage.replace(/\b(?:official|by-(?:identity|video|frame))\b/, (kind) => splitWords[kind as SplitKind]);

/** The splits that can be made for a data set and stored. */
export const storedSplitKinds = [
  'official',
  'by-identity',
  'by-video',
] as const satisfies readonly StoredSplitKind[];

/** The split that leaks comes last, after the splits it is compared with. */
export const splitsInOrder: readonly SplitKind[] = [...storedSplitKinds, 'by-frame'];

/** Whether the figures of a split are too good for people that the model has never seen. */
export const leaksIdentity = (split: SplitKind): boolean => split === 'by-frame';

/** "4 people, 2 clips with no person named". */
export function peopleText({ identities, unnamed }: Pick<DatasetSummary, 'identities' | 'unnamed'>): string {
  const people = countOf(identities, 'person', 'people');
  if (unnamed === 0) return people;
  const clips = `${countOf(unnamed, 'clip')} with no person named`;
  return identities === 0 ? clips : `${people}, ${clips}`;
}

/** What the training counts beside its loss. Metric learning judges no clip while it trains, so it has no accuracy. */
export const epochShareWords: Record<ExperimentKind, string> = {
  softmax: 'Accuracy',
  lstm: 'Accuracy',
  'metric-learning': 'Pairs or triplets in order',
};
