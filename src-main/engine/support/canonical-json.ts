/**
 * The same text for the same value, whatever the order of its keys (after RFC 8785). Hashes in a case use this text.
 */
/** Keys sorted by UTF-16 code unit, no white space, numbers as JavaScript writes them, undefined members omitted. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
