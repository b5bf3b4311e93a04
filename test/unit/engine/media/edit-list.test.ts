import { expect, it } from 'vitest';
import { cutsOf } from '../../../../src-main/engine/media/edit-list.ts';

const edit = (durationMs: number, fromMs: number | null) => ({ durationMs, fromMs });

it('finds a cut where the list goes on at another place of the recording', () => {
  expect(cutsOf([edit(1000, 0), edit(500, 3000), edit(500, 1000)])).toEqual([1000, 1500]);
});

it('takes what goes on where it stopped for no cut, whatever the list is divided into', () => {
  expect(cutsOf([edit(1000, 40), edit(500, 1040), edit(500, 1541)])).toEqual([]);
});

it('counts from the first picture, over stretches that show nothing', () => {
  expect(cutsOf([edit(200, null), edit(1000, 0), edit(300, null), edit(500, 1000)])).toEqual([]);
  expect(cutsOf([edit(200, null), edit(1000, 0), edit(300, null), edit(500, 2000)])).toEqual([1300]);
});

it('finds none in a list that only shortens the recording', () => {
  expect([cutsOf([]), cutsOf([edit(1000, 400)])]).toEqual([[], []]);
});
