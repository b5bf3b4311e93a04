/** Notes by their place in time, and those that a search finds. */
import type { NotePlace, Present } from '../../src-main/shared/notebook.ts';

/** Both included. */
export interface FrameSpan {
  first: number;
  last: number;
}

/** The frame that a note leads to; null for a note on the whole video or a track. */
export function frameOf(place: NotePlace): number | null {
  if (place.kind === 'frame') return place.at.frameIndex;
  return place.kind === 'segment' ? place.from.frameIndex : null;
}

/** The frames of the shortest marked segment that this frame is in; null where it is in none. */
export function segmentAt(notes: readonly Present<'note'>[], frameIndex: number): FrameSpan | null {
  const segments = notes.flatMap(({ content: { place } }) =>
    place.kind === 'segment' ? [{ first: place.from.frameIndex, last: place.to.frameIndex }] : [],
  );
  return segments
    .filter(({ first, last }) => first <= frameIndex && frameIndex <= last)
    .reduce<FrameSpan | null>(
      (shortest, each) =>
        shortest && shortest.last - shortest.first <= each.last - each.first ? shortest : each,
      null,
    );
}

/** Those on the frame, and on the segments that it is in. */
export const notesAt = (notes: readonly Present<'note'>[], frameIndex: number): Present<'note'>[] =>
  notes.filter(({ content: { place } }) =>
    place.kind === 'segment'
      ? place.from.frameIndex <= frameIndex && frameIndex <= place.to.frameIndex
      : frameOf(place) === frameIndex,
  );

/** Those on the video and its tracks first, then by frame. Every word must be in the text, a tag or the author's name. */
export function findNotes(notes: readonly Present<'note'>[], search: string): Present<'note'>[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const order = ({ content }: Present<'note'>) => frameOf(content.place) ?? -1;
  return notes
    .filter(({ author, content: { text, tags } }) => {
      const shown = [author, text, ...tags].join('\n').toLowerCase();
      return words.every((word) => shown.includes(word));
    })
    .sort((a, b) => order(a) - order(b) || a.id - b.id);
}
