import { expect, it } from 'vitest';
import { z } from 'zod';
import type { AuditAction, AuditEntry } from '../../../../src-main/engine/cases/audit-log.ts';
import { newestInLog } from '../../../../src-main/engine/cases/newest-in-log.ts';
import { oldHashesIn } from '../../../../src-main/engine/cases/old-hashes.ts';

/** Entries numbered from 1: files 1 and 2 are added, and then told of. */
function logOf(...details: Record<string, unknown>[]) {
  const entries: AuditEntry[] = [];
  const add = (detail: Record<string, unknown>, action: AuditAction = 'evidence-hashed') => {
    const seq = entries.length + 1;
    entries.push({ ...{ seq, at: `T${seq}`, action, detail }, previousHash: '', hash: '' });
  };
  for (const evidenceId of [1, 2]) add({ evidenceId }, 'evidence-added');
  for (const detail of details) add(detail);
  const read: number[] = [];
  return {
    ...{ add, read },
    last: () => entries.at(-1) ?? null,
    entriesOf: (action: AuditAction, from = 0) => {
      if (action === 'evidence-hashed') read.push(from);
      return entries.filter((entry) => entry.action === action && entry.seq >= from).values();
    },
  };
}

const schema = z.object({ evidenceId: z.number(), set: z.string() });
const newestOf = (log: ReturnType<typeof logOf>) =>
  newestInLog(log, 'evidence-hashed', schema, ({ evidenceId, set }) => `${evidenceId} ${set}`);

it('keeps the newest of each key, the newest of all last, and when it was stored', () => {
  const newest = newestOf(
    logOf(
      { evidenceId: 1, set: 'a' },
      { evidenceId: 1, set: 'b' },
      { evidenceId: 2, set: 'a' },
      { evidenceId: 1, set: 'a' },
    ),
  );
  expect([...newest().values()]).toEqual([
    { evidenceId: 1, set: 'b', at: 'T4' },
    { evidenceId: 2, set: 'a', at: 'T5' },
    { evidenceId: 1, set: 'a', at: 'T6' },
  ]);
});

it('passes over what was edited into another form, and keeps no more than the form', () => {
  const newest = newestOf(
    logOf({ evidenceId: 1, set: 'a', author: 'A. Smith' }, { evidenceId: '1', set: 'a' }, {}),
  );
  expect([...newest().values()]).toEqual([{ evidenceId: 1, set: 'a', at: 'T3' }]);
});

it('reads each entry once', () => {
  const log = logOf({ evidenceId: 1, set: 'a' });
  const newest = newestOf(log);
  newest();
  newest();
  log.add({ evidenceId: 1, set: 'a' });
  expect(newest().get('1 a')).toMatchObject({ at: 'T4' });
  expect(log.read).toEqual([1, 4]);
});

it('shows no hash that an edited entry lacks', () => {
  expect(oldHashesIn(logOf({ evidenceId: 1, sha256: 'a'.repeat(64) }))().size).toBe(0);
});

it('takes nothing that was told of a file before it was there, nor of one that took its number since', () => {
  const log = logOf({ evidenceId: 1, set: 'a' }, { evidenceId: 3, set: 'planted' });
  const newest = newestOf(log);
  expect([...newest().keys()]).toEqual(['1 a']);
  log.add({ evidenceId: 3 }, 'evidence-added');
  expect([...newest().keys()]).toEqual(['1 a']);
  log.add({ evidenceId: 3, set: 'b' });
  expect([...newest().keys()]).toEqual(['1 a', '3 b']);
  log.add({ evidenceId: 1 }, 'evidence-added');
  expect([...newest().keys()]).toEqual(['3 b']);
});
