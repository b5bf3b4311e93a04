import { expect, it } from 'vitest';
import { degradationNames } from '../../../src-main/shared/degradation-names.ts';
import { degradationWords } from '../../../src-main/shared/degradation-words.ts';

it('offers every degradation that the engine knows, in its order, and no other', () => {
  expect(Object.keys(degradationWords)).toEqual(degradationNames);
});
