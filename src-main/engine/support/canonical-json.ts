/**
 * The same text for the same value, whatever the order of its keys (after RFC 8785). Hashes in a case use this text.
 */
import { EngineError } from '../../shared/errors.ts';

/**
 * Keys sorted by UTF-16 code unit, no white space, numbers as JavaScript writes them, undefined members omitted.
 * @throws EngineError app/internal for what JSON can't say: a number that is not finite would become null, and so would
 *   an undefined element of a list
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (typeof member === 'number' && !Number.isFinite(member)) throw unsayable(key, String(member));
    if (Array.isArray(member)) {
      if (member.includes(undefined)) throw unsayable(key, 'an empty place in a list');
      return member as unknown;
    }
    return member !== null && typeof member === 'object'
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  });
}

/** Whether the text is the canonical form of its value. Any other text may be read as two different values. */
export function isCanonical(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

const unsayable = (key: string, what: string) =>
  new EngineError(
    'app/internal',
    `The result cannot be stored: ${key === '' ? 'it' : key} is ${what}. Report this as a fault of Exhibit.`,
  );
