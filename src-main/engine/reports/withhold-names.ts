/**
 * Takes names out of everything that people wrote or named: notes, conclusions, paths, remarks. What is withheld errs on
 * the side of too much, because a name that slips through cannot be called back.
 */

/**
 * Letters that a name needs before it is looked for inside of words too, and a part of one in small letters: "Ann"
 * stands in "annotation", and "Day" in any sentence.
 */
const DISTINCT = 4;
/** Letters of a part of a name that is looked for by itself: "Wu" of "Li Wu". */
const PART = 2;

export type WithholdNames = (text: string) => string;

/**
 * A whole name is found in any case, with or without accents, with anything between its words ("anna_smith.mp4"); a part
 * of it, only as a word of its own: one written with a capital letter, or any of a name without capitals.
 * @param shown names that the reader may know, whose parts stay
 */
export function withholdNames(names: Iterable<string>, shown: Iterable<string> = []): WithholdNames {
  const known = new Set([...shown].flatMap(partsOf));
  const ordered = [...new Set([...names].map((name) => name.normalize('NFD').trim()))]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const rules = ordered.flatMap((name, index) => {
    const word = `[name ${index + 1} withheld]`;
    const parts = wordsOf(name).length > 1 ? partsOf(name).filter((part) => !known.has(part)) : [];
    return [wholeName(name), ...parts.map(partOfName)].map((pattern) => ({ pattern, word }));
  });
  return (text) => {
    // Accents by themselves, so that each may be there or not.
    const apart = text.normalize('NFD');
    const found = rules.flatMap(({ pattern, word }) =>
      [...apart.matchAll(pattern)].map(({ index, 0: { length } }) => ({ index, length, word })),
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

function wholeName(name: string): RegExp {
  const words = wordsOf(name);
  if (words.length === 0) return new RegExp(escaped(name), 'gu');
  const pattern = words.map(spelled).join('[^\\p{L}\\p{N}]*');
  return new RegExp(isShort(words.join('')) ? alone(pattern) : pattern, 'giu');
}

/** A short one with its capital alone. */
function partOfName(part: string): RegExp {
  if (!isShort(part)) return new RegExp(alone(spelled(part)), 'giu');
  const [first = '', ...rest] = bare(part);
  const forms = [part.toUpperCase(), first.toUpperCase() + rest.join('').toLowerCase()];
  return new RegExp(alone(`(?:${forms.map(spelled).join('|')})`), 'gu');
}

/** Only scripts that have capital letters put spaces around names. */
const isShort = (word: string): boolean => bare(word).length < DISTINCT && /[\p{Lu}\p{Ll}]/u.test(word);

const bare = (word: string): string => word.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '');
const spelled = (word: string): string =>
  [...bare(word)].map((letter) => `${escaped(letter)}[\\u0300-\\u036f]*`).join('');

const wordsOf = (name: string): string[] => name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

function partsOf(name: string): string[] {
  const apart = name.normalize('NFD');
  const hasCapitals = /\p{Lu}/u.test(apart);
  return wordsOf(apart).filter(
    (word) => bare(word).length >= PART && (!hasCapitals || /^\p{Lu}/u.test(word)),
  );
}

/** With no letter on either side. */
const alone = (pattern: string): string => `(?<![\\p{L}\\p{M}])${pattern}(?![\\p{L}\\p{M}])`;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * Members with a closed list of values, and opaque ones, in which a name could stand by chance: "fake", or four letters
 * of a signature.
 */
const noText = new Set([
  ...['state', 'outcome', 'kind', 'role', 'code', 'opinion', 'confidence', 'refused', 'cause', 'of', 'part'],
  ...['sha256', 'head', 'hash', 'signature', 'publicKey', 'fingerprint', 'key'],
  ...['expected', 'classifier'],
  ...['at', 'createdAt', 'startedAt', 'finishedAt', 'analysedAt'],
]);

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
