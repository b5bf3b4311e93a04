import { expect, it } from 'vitest';
import { experimentFrom } from '../../../src-main/cli/experiment-options.ts';
import type { CliInput } from '../../../src-main/cli/command.ts';
import type { Engine } from '../../../src-main/engine/engine.ts';

/** As far as options are looked at: one data set, which can be split. */
const engine = {
  handlers: {
    'dataset:list': () => Promise.resolve([{ id: 1, name: 'mine' }]),
    'split:create': () => Promise.resolve({ id: 2 }),
  },
} as unknown as Engine;

const from = (values: Record<string, string>) =>
  experimentFrom(engine, { positionals: ['run', 'mine'], values } as unknown as CliInput, 'usage');

it('refuses a batch of metric learning that cannot be half fake, and says so', async () => {
  await expect(from({ batch: '33' })).rejects.toMatchObject({
    code: 'cli/usage',
    message: '--batch: must be even: half of each batch is real and half fake',
  });
  expect(await from({ batch: '34' })).toMatchObject({ batchSize: 34 });
  expect(await from({ kind: 'lstm', batch: '33' })).toMatchObject({ batchSize: 33 });
});

it('refuses an option of another kind of experiment instead of passing it over', async () => {
  await expect(from({ kind: 'softmax', loss: 'contrastive' })).rejects.toMatchObject({
    code: 'cli/usage',
    message: '--loss belongs to --kind metric-learning, and this is softmax',
  });
});
