import { expect, it } from 'vitest';
import { batchesByBytes } from '../../../../src-main/engine/support/batches-by-bytes.ts';

it('fills each batch up to its bytes and its number, in order, and leaves no item out', () => {
  const of = (sizes: number[], items?: number) =>
    batchesByBytes(sizes, (size) => size, { bytes: 10, ...(items === undefined ? {} : { items }) });
  expect(of([4, 6, 1, 9, 5])).toEqual([[4, 6], [1, 9], [5]]);
  expect(of([30, 1, 30])).toEqual([[30], [1], [30]]);
  expect(of([1, 1, 1], 2)).toEqual([[1, 1], [1]]);
  expect(of([])).toEqual([]);
});
