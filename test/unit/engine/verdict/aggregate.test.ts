import { expect, it } from 'vitest';
import { trimmedMean } from '../../../../src-main/engine/verdict/aggregate.ts';

it('leaves out the lowest and the highest tenth', () => {
  expect(trimmedMean([0, 5, 5, 5, 5, 5, 5, 5, 5, 1000])).toBe(5);
});

it('is the plain mean of fewer than ten values', () => {
  expect(trimmedMean([0, 1, 5])).toBe(2);
});

it('refuses to average nothing', () => {
  expect(() => trimmedMean([])).toThrow(RangeError);
});
