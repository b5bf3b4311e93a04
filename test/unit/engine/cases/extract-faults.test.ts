import { describe, expect, it } from 'vitest';
import { genesisHash, type AuditEntry } from '../../../../src-main/engine/cases/audit-log.ts';
import { extractFaults, tiedFrom } from '../../../../src-main/engine/cases/extract-faults.ts';
import { canonicalJson } from '../../../../src-main/engine/support/canonical-json.ts';
import { sha256Of } from '../../../../src-main/engine/support/sha256.ts';

function logOf(count: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const previousHash = entries.at(-1)?.hash ?? genesisHash;
    const content = {
      ...{ seq, at: '2026-01-01T00:00:00.000Z', action: 'case-opened' as const },
      ...{ detail: { software: `Exhibit ${seq}` }, previousHash },
    };
    entries.push({ ...content, hash: sha256Of(canonicalJson(content)) });
  }
  return entries;
}

const whole = logOf(5);
const hashes = whole.map(({ hash }) => hash);
const some = whole.filter(({ seq }) => seq !== 3);
const problems = (entries: AuditEntry[], listed = hashes) =>
  extractFaults(entries, listed).map(({ problem }) => problem);

describe('the log of an extract', () => {
  it('has nothing wrong where each content gives its listed hash', () => {
    expect(problems(some)).toEqual([]);
  });

  it('shows a content that was altered', () => {
    const altered = some.map((entry) =>
      entry.seq === 4 ? { ...entry, detail: { software: 'another' } } : entry,
    );
    expect(problems(altered)).toEqual(['Audit entry 4 was altered: its content does not give its hash.']);
  });

  it('shows an entry that was written anew, with a hash of its own', () => {
    const { seq, at, action, previousHash } = some[3]!;
    const content = { seq, at, action, previousHash, detail: { software: 'another' } };
    const anew = { ...content, hash: sha256Of(canonicalJson(content)) };
    expect(problems([...some.slice(0, 3), anew])).toEqual([
      'Audit entry 5 is not the listed one: it has another hash.',
    ]);
  });

  it('shows an entry that follows another one than is listed', () => {
    const listed = hashes.map((hash, place) => (place === 2 ? 'f'.repeat(64) : hash));
    expect(problems(some, listed)).toEqual(['Audit entry 4 does not follow the listed entry 3.']);
  });

  it('is tied to its head from behind the last withheld entry on', () => {
    expect(tiedFrom([1, 2, 4, 5], 5)).toBe(4);
    expect(tiedFrom([1, 2, 3, 4, 5], 5)).toBe(1);
    expect(tiedFrom([1, 2, 4], 5)).toBeNull();
  });
});
