/**
 * Takes names out of everything that people wrote or named: notes, conclusions, paths, remarks. What is withheld errs on
 * the side of too much, because a name that slips through cannot be called back.
 */
import { nameRules, noText } from '../support/find-names.ts';

export type WithholdNames = (text: string) => string;

/** Names are found as `nameRules` has it. @param shown names that the reader may know, whose parts stay */
export function withholdNames(names: Iterable<string>, shown: Iterable<string> = []): WithholdNames {
  const rules = nameRules(names, shown);
  return (text) => {
    // Accents by themselves, so that each may be there or not.
    const apart = text.normalize('NFD');
    const found = rules.flatMap(({ pattern, index: name }) =>
      [...apart.matchAll(pattern)].map(({ index, 0: { length } }) => ({
        ...{ index, length },
        word: `[name ${name + 1} withheld]`,
      })),
    );
    return found.length === 0 ? text : withGaps(apart, found).normalize('NFC');
  };
}

interface Found {
  index: number;
  length: number;
  word: string;
}

/** Where names overlap, one gap stands for all of them, with the number of the first and longest. */
function withGaps(text: string, found: Found[]): string {
  let [left, end] = ['', 0];
  for (const { index, length, word } of found.sort((a, b) => a.index - b.index || b.length - a.length)) {
    if (index >= end) left += text.slice(end, index) + word;
    end = Math.max(end, index + length);
  }
  return left + text.slice(end);
}

/** The same content with the names withheld in every text of it. */
export function withoutNames<T>(content: T, withhold: WithholdNames): T {
  const of = (value: unknown, name = ''): unknown => {
    if (typeof value === 'string') return noText.has(name) ? value : withhold(value);
    if (Array.isArray(value)) return value.map((each) => of(each, name));
    if (typeof value !== 'object' || value === null) return value;
    // A container may call its tags anything.
    const members = Object.entries(value).map(([key, member]) =>
      name === 'tags' ? [withhold(key), of(member)] : [key, of(member, key)],
    );
    return Object.fromEntries(members) as unknown;
  };
  return of(content) as T;
}
