import { expect, it } from 'vitest';
import { z } from 'zod';
import type { AuditAction, AuditEntry } from '../../../../src-main/engine/cases/audit-log.ts';
import { newestInLog } from '../../../../src-main/engine/cases/newest-in-log.ts';
import { oldHashesIn } from '../../../../src-main/engine/cases/old-hashes.ts';

/** Entries of one action, numbered from 1. */
function logOf(...details: Record<string, unknown>[]) {
  const entries: AuditEntry[] = [];
  const add = (detail: Record<string, unknown>) => {
    const seq = entries.length + 1;
    entries.push({
      ...{ seq, at: `T${seq}`, detail, previousHash: '', hash: '' },
      action: 'evidence-hashed',
    });
  };
  details.forEach(add);
  const read: number[] = [];
  return {
    ...{ add, read },
    last: () => entries.at(-1) ?? null,
    entriesOf: (_action: AuditAction, from = 0) => {
      read.push(from);
      return entries.filter(({ seq }) => seq >= from).values();
    },
  };
}

const schema = z.object({ file: z.number(), set: z.string() });
const newestOf = (log: ReturnType<typeof logOf>) =>
  newestInLog(log, 'evidence-hashed', schema, ({ file, set }) => `${file} ${set}`);

it('keeps the newest of each key, the newest of all last, and when it was stored', () => {
  const newest = newestOf(
    logOf({ file: 1, set: 'a' }, { file: 1, set: 'b' }, { file: 2, set: 'a' }, { file: 1, set: 'a' }),
  );
  expect([...newest().values()]).toEqual([
    { file: 1, set: 'b', at: 'T2' },
    { file: 2, set: 'a', at: 'T3' },
    { file: 1, set: 'a', at: 'T4' },
  ]);
});

it('passes over what was edited into another form, and keeps no more than the form', () => {
  const newest = newestOf(logOf({ file: 1, set: 'a', author: 'A. Smith' }, { file: '1', set: 'a' }, {}));
  expect([...newest().values()]).toEqual([{ file: 1, set: 'a', at: 'T1' }]);
});

it('reads each entry once', () => {
  const log = logOf({ file: 1, set: 'a' });
  const newest = newestOf(log);
  newest();
  newest();
  log.add({ file: 1, set: 'a' });
  expect(newest().get('1 a')).toMatchObject({ at: 'T2' });
  expect(log.read).toEqual([1, 2]);
});

it('shows no hash that an edited entry lacks', () => {
  expect(oldHashesIn(logOf({ evidenceId: 1, sha256: 'a'.repeat(64) }))().size).toBe(0);
});
