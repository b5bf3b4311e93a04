import { describe, expect, it } from 'vitest';
import { brokenLinks, genesisHash, type AuditEntry } from '../../../../src-main/engine/cases/audit-log.ts';
import { canonicalJson } from '../../../../src-main/engine/support/canonical-json.ts';
import { sha256Of } from '../../../../src-main/engine/support/sha256.ts';

type Content = Omit<AuditEntry, 'hash'>;
const sealed = (content: Content): AuditEntry => ({ ...content, hash: sha256Of(canonicalJson(content)) });

function contentOf(seq: number, previousHash: string, evidenceId = seq): Content {
  const at = `2026-01-01T00:00:0${seq}.000Z`;
  return { seq, at, action: 'evidence-added', detail: { evidenceId }, previousHash };
}

function chainOf(count: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    entries.push(sealed(contentOf(seq, entries.at(-1)?.hash ?? genesisHash)));
  }
  return entries;
}

const replaced = (entries: AuditEntry[], seq: number, change: Partial<AuditEntry>) =>
  entries.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));

const problemsOf = (entries: AuditEntry[]) => [...brokenLinks(entries)].map(({ problem }) => problem);

describe('audit chain', () => {
  it('is whole as written', () => expect(problemsOf(chainOf(5))).toEqual([]));

  it('names an entry whose content was changed', () => {
    expect(problemsOf(replaced(chainOf(5), 3, { detail: { evidenceId: 99 } }))).toEqual([
      'Audit entry 3 was altered: its content does not give its hash.',
    ]);
  });

  it('breaks after an entry that was changed and hashed anew', () => {
    const whole = chainOf(5);
    const forged = replaced(whole, 3, sealed(contentOf(3, whole[1]!.hash, 99)));
    expect(problemsOf(forged)).toEqual([
      'Audit entry 4 does not follow entry 3: that one was replaced, or entries between them were removed.',
    ]);
  });

  it('names the entries that were taken out', () => {
    const without = (...gone: number[]) => chainOf(6).filter(({ seq }) => !gone.includes(seq));
    expect(problemsOf(without(2))).toEqual(['Audit entry 2 is missing.']);
    expect(problemsOf(without(2, 3))).toEqual(['Audit entries 2 to 3 are missing.']);
    expect(problemsOf(without(1))).toEqual(['Audit entry 1 is missing.']);
  });

  it('names the place where entries were taken out and those after them numbered anew', () => {
    const whole = chainOf(5);
    const moved = sealed(contentOf(3, whole[3]!.hash));
    expect(problemsOf([...whole.slice(0, 2), moved])).toEqual([
      'Audit entry 3 does not follow entry 2: that one was replaced, or entries between them were removed.',
    ]);
  });

  it('names every fault, not the first alone', () => {
    const twice = replaced(replaced(chainOf(6), 2, { at: 'x' }), 5, { at: 'x' });
    expect([...brokenLinks(twice)].map(({ seq }) => seq)).toEqual([2, 5]);
  });

  it('cannot show by itself that its end was cut off: an anchor does', () => {
    expect(problemsOf(chainOf(5).slice(0, 3))).toEqual([]);
  });
});
