/** What stands in the way of starting an experiment, as sentences; none when it can start. */
import type { ExperimentParameters } from '../../src-main/shared/lab.ts';
import { texts } from '../texts/texts.ts';
import { limits, problemOf, type Limit } from './experiment-limits.ts';

/** @param parameters as typed: fields left empty hold no number */
export function experimentProblems(parameters: ExperimentParameters): string[] {
  const { name, datasetId, splitId, embedder, sampling, seed } = parameters;
  const checks: (string | null)[] = [
    name.length >= 1 && name.length <= 200 ? null : texts.experiments.giveTheExperimentAName,
    datasetId > 0 ? null : texts.experiments.chooseADataSet,
    splitId > 0 || datasetId <= 0 ? null : texts.experiments.chooseASplit,
    embedder === '' ? texts.experiments.chooseAnEmbedderThatIs : null,
    problemOf(limits.frames, sampling.count),
    problemOf(limits.seed, seed),
    ...ofKind(parameters),
  ];
  return [...new Set(checks.filter((problem) => problem !== null))];
}

function ofKind(parameters: ExperimentParameters): (string | null)[] {
  switch (parameters.kind) {
    case 'softmax': {
      const { trials, dropouts, augmentation } = parameters;
      return [
        trials.length >= 1 && trials.length <= 64 ? null : texts.experiments.haveAtLeastOneTrial,
        ...trials.flatMap((trial, index) =>
          within(trial, trainingFields).map((each) => inTrial(index, each)),
        ),
        problemOf(limits.dropoutAfterPooling, dropouts[0]),
        problemOf(limits.dropoutAfterHidden, dropouts[1]),
        ...within(parameters, ['hidden', 'beta1', 'beta2', 'epsilon', 'scheduleDecay', 'validationShare']),
        ...within(augmentation, ['copies', 'rotationDegrees', 'zoom', 'widthShift', 'heightShift']),
      ];
    }
    case 'lstm':
      return within(parameters, ['units', 'validationShare', ...trainingFields]);
    case 'metric-learning': {
      const { layers, classifiers } = parameters;
      return [
        layers.length >= 1 && layers.length <= 8 ? null : texts.experiments.theHeadHasLayers,
        ...layers.map((units) => problemOf(limits.layer, units)),
        problemOf(limits.evenBatchSize, parameters.batchSize),
        ...within(parameters, ['dropout', 'margin', 'learningRate', 'epochs']),
        classifiers.length > 0 ? null : texts.experiments.chooseAtLeastOneClassifier,
      ];
    }
  }
}

const trainingFields = ['learningRate', 'batchSize', 'epochs'] as const;

function within<K extends keyof typeof limits>(values: Record<K, number>, fields: readonly K[]) {
  return fields.map((field) => problemOf(limits[field] satisfies Limit, values[field]));
}

const inTrial = (index: number, problem: string | null): string | null =>
  problem && texts.experiments.problemOfTrial({ index: index + 1, problem });
