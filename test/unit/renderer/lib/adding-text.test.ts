import { expect, it } from 'vitest';
import { notAdded } from '../../../../src-renderer/lib/adding-text.ts';

it('speaks of one file that was left out as of one', () => {
  const left = (name: string) => ({ path: `/evidence/${name}`, reason: 'a text file' });
  const said = (...names: string[]) => {
    const [notice] = notAdded({ ignored: names.map(left), unreadable: [] });
    return [notice?.title, notice?.text];
  };
  expect(said('notes.txt')).toEqual(['1 file was not added', 'It is not a video or picture.']);
  expect(said('notes.txt', 'list.csv')).toEqual([
    '2 files were not added',
    'They are not videos or pictures.',
  ]);
});
