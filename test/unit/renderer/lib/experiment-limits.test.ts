import { describe, expect, it } from 'vitest';
import { engineCommands } from '../../../../src-main/shared/contract.ts';
import { experimentParameters, type ExperimentParameters } from '../../../../src-main/shared/lab.ts';
import { limits, type Limit } from '../../../../src-renderer/lib/experiment-limits.ts';
import { experimentProblems } from '../../../../src-renderer/lib/experiment-problems.ts';
import { parametersOf } from '../support/lab-rows.ts';

type Softmax = Extract<ExperimentParameters, { kind: 'softmax' }>;
const softmax = (change: (of: Softmax, value: number) => unknown) => (value: number) => {
  const parameters = parametersOf('softmax') as Softmax;
  change(parameters, value);
  return parameters;
};
const field =
  (kind: ExperimentParameters['kind'], name: string) =>
  (value: number): ExperimentParameters =>
    ({ ...parametersOf(kind), [name]: value }) as ExperimentParameters;

/** Where each limit stands in the parameters of a run. */
const places: Record<Exclude<keyof typeof limits, 'folds'>, (value: number) => ExperimentParameters> = {
  frames: softmax((of, count) => (of.sampling = { kind: 'first', count })),
  seed: field('lstm', 'seed'),
  learningRate: field('lstm', 'learningRate'),
  batchSize: softmax((of, batchSize) => (of.trials[0]!.batchSize = batchSize)),
  evenBatchSize: field('metric-learning', 'batchSize'),
  epochs: field('metric-learning', 'epochs'),
  hidden: field('softmax', 'hidden'),
  dropout: field('metric-learning', 'dropout'),
  dropoutAfterPooling: softmax((of, share) => (of.dropouts[0] = share)),
  dropoutAfterHidden: softmax((of, share) => (of.dropouts[1] = share)),
  beta1: field('softmax', 'beta1'),
  beta2: field('softmax', 'beta2'),
  epsilon: field('softmax', 'epsilon'),
  scheduleDecay: field('softmax', 'scheduleDecay'),
  validationShare: field('lstm', 'validationShare'),
  copies: softmax((of, copies) => (of.augmentation = { ...of.augmentation, copies })),
  rotationDegrees: softmax((of, value) => (of.augmentation = { ...of.augmentation, rotationDegrees: value })),
  zoom: softmax((of, zoom) => (of.augmentation = { ...of.augmentation, zoom })),
  widthShift: softmax((of, widthShift) => (of.augmentation = { ...of.augmentation, widthShift })),
  heightShift: softmax((of, heightShift) => (of.augmentation = { ...of.augmentation, heightShift })),
  units: field('lstm', 'units'),
  layer: (value) => ({ ...parametersOf('metric-learning'), layers: [value] }) as ExperimentParameters,
  margin: field('metric-learning', 'margin'),
};

/** On the limits, just outside them, and what an emptied field holds. */
function values({ min, max, whole, even }: Limit): number[] {
  const outside = [min - (whole ? 1 : min / 10 || 0.01), max + (whole ? 1 : max / 10), NaN];
  return [min, max, ...outside, ...(whole && min + 1.5 < max ? [min + 0.5] : []), ...(even ? [min + 1] : [])];
}

describe('the limits of an experiment', () => {
  it.each(Object.entries(places))('are those of the contract: %s', (name, place) => {
    for (const value of values(limits[name as keyof typeof places])) {
      const parameters = place(value);
      const taken = experimentParameters.safeParse(parameters).success;
      expect([value, experimentProblems(parameters).length === 0]).toEqual([value, taken]);
    }
  });

  it('are those of the contract for the folds of a split', () => {
    for (const folds of values(limits.folds)) {
      const input = { datasetId: 1, kind: 'by-video', seed: 1, folds };
      const { min, max } = limits.folds;
      const within = folds >= min && folds <= max && Number.isInteger(folds);
      expect(engineCommands['split:create'].input.safeParse(input).success).toBe(within);
    }
  });
});

describe('experimentProblems', () => {
  it('asks for a data set before its split', () => {
    expect(experimentProblems({ ...parametersOf('lstm'), datasetId: 0, splitId: 0 })).toEqual([
      'Choose a data set.',
    ]);
    expect(experimentProblems({ ...parametersOf('lstm'), splitId: 0 })).toEqual([
      'Choose a split of the data set, or make one.',
    ]);
  });

  it('wants batches of metric learning even, since half of each is fake; those of other trainings need not be', () => {
    const withOdd = (kind: ExperimentParameters['kind']) =>
      experimentProblems({ ...parametersOf(kind), batchSize: 33 } as ExperimentParameters);
    expect(withOdd('metric-learning')).toEqual(['Batch size must be an even number from 4 to 4096.']);
    expect(withOdd('lstm')).toEqual([]);
  });

  it('says once what is wrong in several places', () => {
    const parameters = { ...parametersOf('metric-learning'), layers: [0, 0], classifiers: [] };
    expect(experimentProblems(parameters as ExperimentParameters)).toEqual([
      'Layer of the head must be a whole number from 1 to 4096.',
      'Choose at least one classifier.',
    ]);
  });
});
