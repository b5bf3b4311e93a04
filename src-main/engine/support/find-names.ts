/**
 * Finds names in what people wrote, as they are spelled there. It errs on the side of too much, because a name that slips
 * through cannot be called back.
 */
import { groupedBy } from './grouped.ts';

/**
 * Letters that a name needs before it is looked for inside of words too, and a part of one in small letters: "Ann"
 * stands in "annotation", and "Day" in any sentence.
 */
const DISTINCT = 4;
/** Letters of a part of a name that is looked for by itself: "Wu" of "Li Wu". */
const PART = 2;

export interface NameRule {
  /** Matches text in NFD, in which accents stand by themselves. */
  pattern: RegExp;
  /** Of the name, from 0: longest names first. */
  index: number;
}

/**
 * A whole name is found in any case, with or without accents, with anything between its words ("anna_smith.mp4"); a part
 * of it, only as a word of its own: one written with a capital letter, or any of a name without capitals.
 * @param shown names that the reader may know, whose parts stay
 */
export function nameRules(names: Iterable<string>, shown: Iterable<string>): NameRule[] {
  const known = new Set([...shown].flatMap(partsOf));
  const ordered = [...new Set([...names].map((name) => name.normalize('NFD').trim()))]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return ordered.flatMap((name, index) => {
    const parts = wordsOf(name).length > 1 ? partsOf(name).filter((part) => !known.has(part)) : [];
    return [wholeName(name), ...parts.map(partOfName)].map((pattern) => ({ pattern, index }));
  });
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

export type SpeaksOf = (text: string) => boolean;

interface Wanted {
  /** Found whole and in parts, see `nameRules`. */
  people: readonly string[];
  /** People whose parts of names are not looked for. */
  known: readonly string[];
  /** Such as names of files: found whole, as words of their own, whatever stands between these: "a.mp4" is not in "aa.mp4". */
  things: readonly string[];
}

/** Whether a text has any of many names. What it costs hardly depends on how many names of things there are. */
export function nameFinder({ people, known, things }: Wanted): SpeaksOf {
  // Scripts without capital letters put no spaces around names; a name of signs alone has no words.
  const [loose, spaced] = [true, false].map((which) =>
    things.filter((thing) => (/\p{Lo}/u.test(thing) || lettersOf(thing).length === 0) === which),
  ) as [string[], string[]];
  const rules = [
    ...nameRules(people, known).map(({ pattern }) => pattern),
    ...loose.map((thing) => wholeName(thing.normalize('NFD'))),
  ];
  const patterns = [...groupedBy(rules, ({ flags }) => flags)].map(
    ([flags, alike]) => new RegExp(alike.map(({ source }) => source).join('|'), flags.replace('g', '')),
  );
  const keys = new Set(spaced.map((thing) => lettersOf(thing).join('')));
  const longest = [...keys].reduce((most, { length }) => Math.max(most, length), 0);
  return (text) => {
    const apart = text.normalize('NFD');
    return patterns.some((pattern) => pattern.test(apart)) || hasKey(lettersOf(text), keys, longest);
  };
}

/** Words in small letters without accents. */
const lettersOf = (text: string): string[] =>
  bare(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether words that follow each other give one of the keys. */
function hasKey(words: readonly string[], keys: ReadonlySet<string>, longest: number): boolean {
  for (let from = 0; from < words.length; from += 1) {
    let joined = '';
    for (let at = from; at < words.length && joined.length < longest; at += 1) {
      joined += words[at]!;
      if (keys.has(joined)) return true;
    }
  }
  return false;
}

/**
 * Members with a closed list of values, and opaque ones, in which a name could stand by chance: "fake", or four letters
 * of a signature.
 */
export const noText = new Set([
  ...['state', 'outcome', 'kind', 'role', 'code', 'opinion', 'confidence', 'refused', 'cause', 'of', 'part'],
  ...['sha256', 'head', 'hash', 'signature', 'publicKey', 'fingerprint', 'key'],
  ...['expected', 'classifier'],
  ...['at', 'createdAt', 'startedAt', 'finishedAt', 'analysedAt'],
]);

/** Every text of a content in which a name could stand. */
export function* textsIn(content: unknown, member = ''): Generator<string> {
  if (typeof content === 'string') {
    if (!noText.has(member)) yield content;
  } else if (Array.isArray(content)) for (const each of content) yield* textsIn(each, member);
  else if (typeof content === 'object' && content !== null)
    for (const [key, each] of Object.entries(content)) yield* textsIn(each, key);
}
