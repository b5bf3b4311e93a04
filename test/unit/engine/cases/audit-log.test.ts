import { describe, expect, it } from 'vitest';
import {
  firstBrokenLink,
  genesisHash,
  type AuditEntry,
} from '../../../../src-main/engine/cases/audit-log.ts';
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

describe('audit chain', () => {
  it('is whole as written', () => expect(firstBrokenLink(chainOf(5))).toBeNull());

  it('breaks at an entry whose detail was changed', () => {
    expect(firstBrokenLink(replaced(chainOf(5), 3, { detail: { evidenceId: 99 } }))).toBe(3);
  });

  it('breaks after an entry that was changed and hashed anew', () => {
    const whole = chainOf(5);
    const forged = replaced(whole, 3, sealed(contentOf(3, whole[1]!.hash, 99)));
    expect(firstBrokenLink(forged)).toBe(4);
  });

  it('breaks where an entry was taken out', () => {
    expect(firstBrokenLink(chainOf(5).filter(({ seq }) => seq !== 2))).toBe(2);
  });
});
