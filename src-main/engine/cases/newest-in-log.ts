/** Facts of a moment that stand in the audit log alone, such as a later check of a file: the newest of each kind counts. */
import type { z } from 'zod';
import type { AuditAction, AuditLog } from './audit-log.ts';

/** What the log adds: when it was stored. UTC, ISO 8601. */
type Kept<T> = T & { at: string };

/**
 * @param schema of the entries that count, which also hold the author; of others, which were edited, the chain tells
 * @param keyOf what an entry replaces the one before of
 * @returns what gives the newest by their keys, the newest of all last; each entry of the log is read once
 */
export function newestInLog<T extends object, K>(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
  action: AuditAction,
  schema: z.ZodType<T>,
  keyOf: (content: T) => K,
): () => ReadonlyMap<K, Kept<T>> {
  const found = new Map<K, Kept<T>>();
  let readTo = 0;
  return () => {
    const last = audit.last()?.seq ?? 0;
    if (last === readTo) return found;
    for (const { at, detail } of audit.entriesOf(action, readTo + 1)) {
      const { data } = schema.safeParse(detail);
      if (data === undefined) continue;
      const key = keyOf(data);
      // To the end of the map.
      found.delete(key);
      found.set(key, { ...data, at });
    }
    readTo = last;
    return found;
  };
}
