import { expect, it } from 'vitest';
import type { NotePlace, Present } from '../../../../src-main/shared/notebook.ts';
import { findNotes, frameOf, segmentAt } from '../../../../src-renderer/lib/find-notes.ts';

const at = (frameIndex: number) => ({ frameIndex, ptsMs: null });
const note = (id: number, place: NotePlace, text: string, tags: string[] = []): Present<'note'> => ({
  ...{
    id,
    kind: 'note',
    subject: `note/${id}`,
    evidenceId: 1,
    author: 'A. Smith',
    at: 't',
    cause: 'change',
    target: null,
  },
  content: { place, region: null, tags, text },
});
const notes = [
  note(1, { kind: 'frame', at: at(90) }, 'Seam', ['jaw']),
  note(2, { kind: 'segment', from: at(10), to: at(40) }, 'Lips lag'),
  note(3, { kind: 'video' }, 'Sent by messenger'),
];
const found = (search: string) => findNotes(notes, search).map(({ id }) => id);

it('lists notes on the video first, then marks by the frame where they begin', () => {
  expect(found('')).toEqual([3, 2, 1]);
  expect(notes.map(({ content }) => frameOf(content.place))).toEqual([90, 10, null]);
});

it('searches text, tags and authors for every word', () => {
  expect(found('JAW seam')).toEqual([1]);
  expect(found('smith')).toEqual([3, 2, 1]);
  expect(found('jaw lips')).toEqual([]);
});

it('finds the shortest marked segment that a frame is in, with its ends', () => {
  const more = [...notes, note(4, { kind: 'segment', from: at(30), to: at(35) }, 'Blink')];
  expect([9, 10, 30, 36, 40, 41].map((frame) => segmentAt(more, frame))).toEqual([
    null,
    { first: 10, last: 40 },
    { first: 30, last: 35 },
    { first: 10, last: 40 },
    { first: 10, last: 40 },
    null,
  ]);
});
