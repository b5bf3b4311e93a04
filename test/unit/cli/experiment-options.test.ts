import { Command } from 'commander';
import { expect, it } from 'vitest';
import {
  addExperimentOptions,
  experimentFrom,
  type ExperimentOptions,
} from '../../../src-main/cli/experiment-options.ts';
import type { Engine } from '../../../src-main/engine/engine.ts';
import { lstmDefaults, metricDefaults, softmaxDefaults } from '../../../src-main/shared/lab-defaults.ts';

/** As far as options are looked at: one data set, which can be split. */
const engine = {
  lab: { datasets: { named: () => ({ id: 1, name: 'mine' }), split: () => ({ id: 2 }) } },
} as unknown as Engine;

function from(...args: string[]) {
  const run = addExperimentOptions(new Command()).parse(args, { from: 'user' });
  return experimentFrom(engine, 'mine', run.opts<ExperimentOptions>());
}

it.each([metricDefaults, softmaxDefaults, lstmDefaults])(
  'is as in the paper where nothing is said: $kind',
  (paper) => {
    expect(from('--kind', paper.kind)).toEqual({
      ...paper,
      ...{ datasetId: 1, splitId: 2, embedder: 'faceplugin-feature' },
    });
  },
);

it('refuses a batch of metric learning that cannot be half fake, and says so', () => {
  expect(() => from('--batch', '33')).toThrow(
    expect.objectContaining({
      code: 'cli/usage',
      message: '--batch: must be even: half of each batch is real and half fake',
    }),
  );
  expect(from('--batch', '34')).toMatchObject({ batchSize: 34 });
  expect(from('--kind', 'lstm', '--batch', '33')).toMatchObject({ batchSize: 33 });
});

it('refuses an option of another kind of experiment instead of passing it over', () => {
  expect(() => from('--kind', 'softmax', '--loss', 'contrastive')).toThrow(
    expect.objectContaining({
      code: 'cli/usage',
      message: '--loss belongs to --kind metric-learning, but the kind is softmax',
    }),
  );
});
