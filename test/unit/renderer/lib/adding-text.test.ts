import { expect, it } from 'vitest';
import { notAdded } from '../../../../src-renderer/lib/adding-text.ts';

it('speaks of one file that was left out as of one', () => {
  const left = (name: string) => ({ path: `/evidence/${name}`, reason: 'a text file' });
  const said = (...names: string[]) => {
    const [{ title, text }] = notAdded({ ignored: names.map(left), unreadable: [] }) as [
      { title: string; text: string },
    ];
    return [title, text];
  };
  expect(said('notes.txt')).toEqual(['1 file was not added', 'It is not a video or picture.']);
  expect(said('notes.txt', 'list.csv')).toEqual([
    '2 files were not added',
    'They are not videos or pictures.',
  ]);
});
