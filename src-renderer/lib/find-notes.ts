/** Notes by their place in time, and those that a search finds. */
import type { NotePlace, Present } from '../../src-main/shared/notebook.ts';

/** The frame that a note leads to; null for a note on the whole video or a track. */
export function frameOf(place: NotePlace): number | null {
  if (place.kind === 'frame') return place.at.frameIndex;
  return place.kind === 'segment' ? place.from.frameIndex : null;
}

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
