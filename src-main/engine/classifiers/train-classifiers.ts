/** The classifiers of the paper's notebook, by their names in stored experiments. */
import type { FaceClassifierName } from '../../shared/lab.ts';
import type { Classifier, LabelledVector } from './classifier.ts';
import { decisionTreeClassifier, trainDecisionTree } from './decision-tree.ts';
import { logisticClassifier, trainLogistic } from './logistic-regression.ts';
import { neighbourVoteClassifier, trainNeighbourVote } from './neighbour-vote.ts';
import { perceptronClassifier, trainPerceptron } from './perceptron.ts';
import { forestClassifier, trainForest } from './random-forest.ts';
import { sgdClassifier, trainSgd } from './sgd.ts';

interface ClassifierChoices {
  seed: number;
  signal?: AbortSignal | undefined;
}

/** At least one vector of each class. */
type FaceClassifierTrainer = (
  samples: readonly LabelledVector[],
  choices: ClassifierChoices,
) => Promise<Classifier>;

export const faceClassifierTrainers: Record<FaceClassifierName, FaceClassifierTrainer> = {
  sgd: async (samples, { seed }) => sgdClassifier(trainSgd(samples, { seed })),
  forest: async (samples, { seed, signal }) => forestClassifier(await trainForest(samples, { seed }, signal)),
  'logistic-regression': async (samples, { signal }) =>
    logisticClassifier(await trainLogistic(samples, {}, signal)),
  'nearest-neighbours': async (samples) => neighbourVoteClassifier(trainNeighbourVote(samples)),
  perceptron: async (samples, { seed, signal }) =>
    perceptronClassifier(await trainPerceptron(samples, { seed }, signal)),
  'decision-tree': async (samples, { signal }) =>
    decisionTreeClassifier(await trainDecisionTree(samples, signal)),
};
