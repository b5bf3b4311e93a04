/**
 * Takes names out of everything that people wrote or named: notes, conclusions, paths, remarks. What is withheld errs on
 * the side of too much, because a name that slips through cannot be called back.
 */

/**
 * Letters that a name needs before it is looked for inside of words too, and a part of one in small letters: "Ann"
 * stands in "annotation", and "Day" in any sentence.
 */
const DISTINCT = 4;
/** Letters of a part of a name that is looked for by itself: "Anna" of "Anna Smith", but not "de". */
const PART = 3;

export type WithholdNames = (text: string) => string;

/**
 * A whole name is found in any case, with anything between its words ("anna_smith.mp4"); a part of it that is written
 * with a capital letter, only as a word of its own.
 * @param shown names that the reader may know, whose parts stay
 */
export function withholdNames(names: Iterable<string>, shown: Iterable<string> = []): WithholdNames {
  const known = new Set([...shown].flatMap(partsOf));
  const ordered = [...new Set([...names].map((name) => name.normalize('NFC').trim()))]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const rules = ordered.flatMap((name, index) => {
    const word = `[name ${index + 1} withheld]`;
    const parts = wordsOf(name).length > 1 ? partsOf(name).filter((part) => !known.has(part)) : [];
    return [
      { pattern: wholeName(name), word },
      ...parts.map((part) => ({
        pattern: new RegExp(alone(escaped(part)), part.length < DISTINCT ? 'gu' : 'giu'),
        word,
      })),
    ];
  });
  return (text) => {
    const composed = text.normalize('NFC');
    const marked = rules.reduce((rest, { pattern, word }) => rest.replace(pattern, word), composed);
    return marked === composed ? text : marked;
  };
}

function wholeName(name: string): RegExp {
  const words = wordsOf(name);
  if (words.length === 0) return new RegExp(escaped(name), 'gu');
  const pattern = words.map(escaped).join('[^\\p{L}\\p{N}]*');
  return new RegExp(words.join('').length < DISTINCT ? alone(pattern) : pattern, 'giu');
}

const wordsOf = (name: string): string[] => name.match(/[\p{L}\p{N}]+/gu) ?? [];
const partsOf = (name: string): string[] =>
  wordsOf(name.normalize('NFC')).filter((word) => /^\p{Lu}/u.test(word) && word.length >= PART);

/** With no letter on either side. */
const alone = (pattern: string): string => `(?<!\\p{L})${pattern}(?!\\p{L})`;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/**
 * Members with a closed list of values, and opaque ones, in which a name could stand by chance: "fake", or four letters
 * of a signature.
 */
const noText = new Set([
  ...['state', 'outcome', 'kind', 'role', 'code', 'opinion', 'confidence', 'refused', 'cause', 'of'],
  ...['sha256', 'head', 'hash', 'signature', 'publicKey', 'fingerprint', 'key'],
  ...['at', 'createdAt', 'startedAt', 'finishedAt', 'analysedAt'],
]);

/** The same content with the names withheld in every text of it. */
export function withoutNames<T>(content: T, withhold: WithholdNames): T {
  const of = (value: unknown, name = ''): unknown => {
    if (typeof value === 'string') return noText.has(name) ? value : withhold(value);
    if (Array.isArray(value)) return value.map((each) => of(each, name));
    if (typeof value !== 'object' || value === null) return value;
    // A container may call its tags anything.
    const members = Object.entries(value).map(([key, member]) => [
      key,
      of(member, name === 'tags' ? '' : key),
    ]);
    return Object.fromEntries(members) as unknown;
  };
  return of(content) as T;
}
