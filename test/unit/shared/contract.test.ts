import { expect, it } from 'vitest';
import { engineCommands } from '../../../src-main/shared/contract.ts';

it.each([
  ['official', true],
  ['by-identity', true],
  ['by-video', true],
  ['by-frame', false],
])('a data set is split %s: %s; faces are dealt only when an experiment runs', (kind, taken) => {
  const input = { datasetId: 1, kind, seed: 1, folds: 5 };
  expect(engineCommands['split:create'].input.safeParse(input).success).toBe(taken);
});

it('refuses a name with half a character, which the case file could not keep as it is', () => {
  const named = (name: string) =>
    engineCommands['notebook:store'].input.safeParse({
      opening: 'a',
      change: { kind: 'examiner', content: { name } },
    });
  expect(named('Åsa 🙂').success).toBe(true);
  expect(named('Åsa \ud83d').success).toBe(false);
});
