import { expect, it } from 'vitest';
import { MODEL_NAME } from '../../../src-main/shared/model-name.ts';

it.each(['lab 4', 'a', 'v1.2-final', 'active'])('is good for a model: %s', (name) => {
  expect(MODEL_NAME.test(name)).toBe(true);
});

it.each(['active.txt', 'Active.TXT', 'draft.part', '../other', '.hidden', '', 'a/b', 'x'.repeat(101)])(
  'is no name of a model, which is a folder beside the library’s own files: %j',
  (name) => {
    expect(MODEL_NAME.test(name)).toBe(false);
  },
);
