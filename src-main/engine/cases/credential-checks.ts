/**
 * Later checks of Content Credentials, such as after a change of the lab's trust list. As facts of a moment they are kept in
 * the audit log alone, each for the finding that it is later than. The result of the analysis stays.
 */
import { z } from 'zod';
import type { CredentialCheck } from '../../shared/credentials.ts';
import type { AuditLog } from './audit-log.ts';
import { newestInLog } from './newest-in-log.ts';

/** No longer than a check gives them; a hash is one, so that nothing else can stand in its place. */
const text = z.string().max(2000).nullable();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const inLog = z.object({
  findingId: z.number().int(),
  sha256,
  result: z.object({
    state: z.enum(['trusted', 'valid', 'invalid', 'unreadable']),
    manifests: z
      .array(
        z.object({
          ...{ depth: z.number().int(), relation: text, title: text, generator: text },
          signer: z.object({ name: text, organisation: text }).nullable(),
          ...{ signedAt: text, actions: z.array(z.string().max(2000)).max(20) },
          problems: z
            .array(z.object({ code: z.string().max(2000), explanation: z.string().max(2000) }))
            .max(20),
        }),
      )
      .max(100),
    fault: text,
    trustList: z.object({ sha256, certificates: z.number().int() }).nullable(),
    library: z.string().max(100),
  }),
});

/** Of each finding, by its id. @returns as `newestInLog` */
export const credentialChecksIn = (
  audit: Pick<AuditLog, 'entriesOf' | 'last'>,
): (() => ReadonlyMap<number, CredentialCheck>) =>
  newestInLog(audit, 'credentials-checked', inLog, ({ findingId }) => findingId);
