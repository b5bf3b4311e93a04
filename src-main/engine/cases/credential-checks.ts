/**
 * Later checks of Content Credentials, such as after a change of the lab's trust list. As facts of a moment they are kept in
 * the audit log alone, and count only for a file with the SHA-256 that was checked. The result of the analysis stays.
 */
import { z } from 'zod';
import type { CredentialCheck } from '../../shared/credentials.ts';
import type { AuditLog } from './audit-log.ts';

const text = z.string().nullable();
const Stored = z.object({
  evidenceId: z.number().int(),
  sha256: z.string(),
  result: z.object({
    state: z.enum(['trusted', 'valid', 'invalid', 'unreadable']),
    manifests: z.array(
      z.object({
        ...{ depth: z.number().int(), relation: text, title: text, generator: text },
        signer: z.object({ name: text, organisation: text }).nullable(),
        ...{ signedAt: text, actions: z.array(z.string()) },
        problems: z.array(z.object({ code: z.string(), explanation: z.string() })),
      }),
    ),
    fault: text,
    trustList: z.object({ sha256: z.string(), certificates: z.number().int() }).nullable(),
    library: z.string(),
  }),
});

/** @returns what gives the newest of each file, by its id; each entry of the log is read once */
export function credentialChecksIn(
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): () => ReadonlyMap<number, CredentialCheck> {
  const found = new Map<number, CredentialCheck>();
  let readTo = 0;
  return () => {
    const last = audit.last()?.seq ?? 0;
    if (last === readTo) return found;
    for (const { at, detail } of audit.entriesOf('credentials-checked', readTo + 1)) {
      const stored = Stored.safeParse(detail);
      if (stored.success) found.set(stored.data.evidenceId, { ...stored.data, at });
    }
    readTo = last;
    return found;
  };
}

/** Of this file: null where it is of other bytes than those that were analysed. */
export function credentialCheckOf(
  { id, sha256 }: { id: number; sha256: string | null },
  found: ReadonlyMap<number, CredentialCheck>,
): CredentialCheck | null {
  const check = found.get(id);
  return check !== undefined && check.sha256 === sha256 ? check : null;
}
