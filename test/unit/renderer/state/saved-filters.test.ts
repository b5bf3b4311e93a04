import { expect, it } from 'vitest';
import type { SavedFilter } from '../../../../src-main/shared/preferences.ts';
import { evidenceRow } from '../support/rows.ts';
import { summary, workspaceWith } from '../support/workspace.ts';

async function listed() {
  let kept: readonly SavedFilter[] = [];
  const { workspace } = workspaceWith(
    [evidenceRow(1, { codec: 'h264' }), evidenceRow(2, { codec: 'vp9' })],
    [],
    null,
    {
      'preferences:keep': ({ change }) => {
        kept = change.filters!;
        return null;
      },
    },
  );
  await workspace.openCase(summary.path);
  const ids = () => workspace.listing.rows.map(({ id }) => id);
  return { ...workspace, ids, kept: () => kept };
}

it('keeps search, outcome and facets under a name, and shows by it what they let through', async () => {
  const { listing, savedFilters, ids, kept } = await listed();
  listing.text = ' clip ';
  listing.choose('codec', 'vp9');
  await savedFilters.save('  web clips ');
  expect(kept()).toMatchObject([
    { name: 'web clips', text: 'clip', outcome: 'all', facets: { codec: 'vp9' } },
  ]);
  listing.clearFilters();
  expect([ids(), savedFilters.isShown(savedFilters.all[0]!)]).toEqual([[1, 2], false]);
  savedFilters.apply(savedFilters.all[0]!);
  expect([ids(), savedFilters.isShown(savedFilters.all[0]!)]).toEqual([[2], true]);
});

it('replaces one of the same name, lists them by name and removes them', async () => {
  const { listing, savedFilters } = await listed();
  for (const [name, text] of [
    ['filter 10', 'a'],
    ['filter 9', 'b'],
    ['filter 10', 'c'],
  ]) {
    listing.text = text!;
    await savedFilters.save(name!);
  }
  expect(savedFilters.all.map(({ name, text }) => [name, text])).toEqual([
    ['filter 9', 'b'],
    ['filter 10', 'c'],
  ]);
  await savedFilters.remove('filter 9');
  expect(savedFilters.all.map(({ name }) => name)).toEqual(['filter 10']);
});

it('shows all where a filter is by an outcome that this version does not know', async () => {
  const { listing, savedFilters, ids } = await listed();
  savedFilters.apply({ name: 'odd', text: '', outcome: 'likely-odd', facets: { colour: 'blue' } });
  expect([listing.outcome, ids()]).toEqual(['all', [1, 2]]);
});
