import { beforeEach, afterEach, expect, it, vi } from 'vitest';
import { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { evidenceRow } from '../support/rows.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listed(count: number) {
  const { listing, cases } = new Workspace(new FakeDesk({}));
  for (let id = 1; id <= count; id += 1) cases.receive(evidenceRow(id));
  vi.advanceTimersByTime(1000);
  return listing;
}

it('selects a range from the row chosen last, and a second range from the same row', () => {
  const listing = listed(6);
  listing.toggle(3);
  listing.selectTo(5);
  expect([...listing.selected]).toEqual([3, 4, 5]);
  listing.selectTo(1);
  expect([...listing.selected]).toEqual([1, 2, 3]);
});

it('selects a range as it is listed now: what a filter hides is never in it', () => {
  const listing = listed(12);
  listing.text = 'clip 1';
  expect(listing.rows.map(({ id }) => id)).toEqual([1, 10, 11, 12]);
  listing.toggle(1);
  listing.selectTo(11);
  expect([...listing.selected]).toEqual([1, 10, 11]);
  listing.selected.clear();
  listing.selectShown(true);
  expect(listing.selected.size).toBe(4);
});

it('acts on the selection only where the row is part of it', () => {
  const listing = listed(4);
  listing.toggle(2);
  listing.toggle(3);
  expect(listing.targetsOf(3)).toEqual([2, 3]);
  expect(listing.targetsOf(4)).toEqual([4]);
});

it('acts on no video that a filter hides, and on it again once the filter is gone', () => {
  const listing = listed(12);
  listing.toggle(2);
  listing.toggle(10);
  listing.text = 'clip 1';
  expect(listing.selectedIds).toEqual([10]);
  listing.text = '';
  expect(listing.selectedIds).toEqual([2, 10]);
});
