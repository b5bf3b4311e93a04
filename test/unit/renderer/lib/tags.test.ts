import { expect, it } from 'vitest';
import { notebookChange } from '../../../../src-main/shared/notebook-change.ts';
import { tagProblem, tagsOf } from '../../../../src-renderer/lib/tags.ts';

const tags = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => String(index).padStart(length, 'x'));

it('reads each tag once, without the space about it', () => {
  expect(tagsOf(' seam, jaw ,, seam,')).toEqual(['seam', 'jaw']);
  expect(tagsOf('')).toEqual([]);
});

it.each([
  [50, 100],
  [51, 2],
  [1, 101],
])(
  'says what is wrong with %i tags of %i characters exactly if the contract refuses them',
  (count, length) => {
    const content = { place: { kind: 'video' }, region: null, tags: tags(count, length), text: '' };
    const { success } = notebookChange.safeParse({ kind: 'note', evidenceId: 1, subject: null, content });
    expect(tagProblem(tags(count, length)) === null).toBe(success);
  },
);

it('names the limit', () => {
  expect(tagProblem(tags(51, 2))).toBe('A note has 50 tags at most; these are 51.');
  expect(tagProblem(tags(1, 101))).toMatch(/^A tag has 100 characters at most; “x{20}…” has 101\.$/);
});
