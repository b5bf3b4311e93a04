/** Facts of a moment that stand in the audit log alone, such as a later check of a file: the newest of each kind counts. */
import type { z } from 'zod';
import type { AuditLog } from './audit-log.ts';
import { storedBefore, type LaterAction } from './logged-subjects.ts';

/** What the log adds: when it was stored. UTC, ISO 8601. */
type Kept<T> = T & { at: string };

/**
 * @param schema of the entries that count, which also hold the author; of others, which were edited, the chain tells
 * @param keyOf what an entry replaces the one before of
 * @returns what gives the newest by their keys, the newest of all last, of what was stored before them; each entry of the
 *   log is read once
 */
export function newestInLog<T extends object, K>(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
  action: LaterAction,
  schema: z.ZodType<T>,
  keyOf: (content: T) => K,
): () => ReadonlyMap<K, Kept<T>> {
  const readSubjects = storedBefore(audit, action);
  const found = new Map<K, { seq: number; detail: Kept<T> }>();
  let counted: ReadonlyMap<K, Kept<T>> = new Map();
  let readTo = 0;
  return () => {
    const last = audit.last()?.seq ?? 0;
    if (last === readTo) return counted;
    const isLater = readSubjects();
    for (const { seq, at, detail } of audit.entriesOf(action, readTo + 1)) {
      const { data } = schema.safeParse(detail);
      if (data === undefined || !isLater({ seq, detail })) continue;
      const key = keyOf(data);
      // To the end of the map.
      found.delete(key);
      found.set(key, { seq, detail: { ...data, at } });
    }
    // Stored once more since, under the number of one that was planted.
    for (const [key, entry] of found) if (!isLater(entry)) found.delete(key);
    counted = new Map(Array.from(found, ([key, { detail }]) => [key, detail]));
    readTo = last;
    return counted;
  };
}
