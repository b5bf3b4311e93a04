import { expect, it } from 'vitest';
import { degradationNames } from '../../../src-main/shared/degradation-names.ts';
import { conditionWord, degradationWords } from '../../../src-main/shared/degradation-words.ts';

it('offers every degradation that the engine knows, in its order, and no other', () => {
  expect(Object.keys(degradationWords)).toEqual(degradationNames);
});

it('leaves the name of any other condition as the engine gives it', () => {
  expect(conditionWord('crf34')).toBe('H.264 at CRF 34');
  for (const name of ['faces of 100 px and more', 'constructor']) expect(conditionWord(name)).toBe(name);
});
