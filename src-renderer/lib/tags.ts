/** Tags of a note as they are typed: with commas between. */
import { tagLimits } from '../../src-main/shared/notebook.ts';
import { texts } from '../texts/texts.ts';

export const tagsOf = (text: string): string[] =>
  [...new Set(text.split(',').map((tag) => tag.trim()))].filter(Boolean);

/** Why these can't be stored, as a sentence; null where they can. */
export function tagProblem(tags: readonly string[]): string | null {
  const { count, length } = tagLimits;
  if (tags.length > count) return texts.notes.tooManyTags({ most: count, count: tags.length });
  const long = tags.find((tag) => tag.length > length);
  if (long === undefined) return null;
  return texts.notes.tagIsTooLong({ most: length, begin: long.slice(0, 20), count: long.length });
}
