/** A signature under the state of a case: who vouches for everything that its audit log names until then. */
import { z } from 'zod';

export const signerRoles = ['examiner', 'reviewer'] as const;
export type SignerRole = (typeof signerRoles)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is signed, in its canonical form. */
export const signOffStatement = z.strictObject({
  format: z.literal(1),
  role: z.enum(signerRoles),
  /** Of who signs. */
  name: z.string().min(1).max(1000),
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  /** The log when it was signed, see `anchor.ts`: with it every finding, note and written report that it names. */
  entries: z.number().int().positive(),
  head: sha256,
  /** The report or capsule that was written last before it; null where there is none. */
  document: z.strictObject({ path: z.string(), sha256 }).nullable(),
});
export type SignOffStatement = z.infer<typeof signOffStatement>;

export const signOff = z.strictObject({
  statement: signOffStatement,
  /** Ed25519 (RFC 8032); SPKI in DER, base64. */
  publicKey: z.base64().max(200),
  /** Of the canonical JSON of the statement, in UTF-8; base64. */
  signature: z.base64().max(200),
});
export type SignOff = z.infer<typeof signOff>;

/** A sign-off as it is listed. */
export interface ListedSignOff extends Pick<
  SignOffStatement,
  'role' | 'name' | 'at' | 'entries' | 'document'
> {
  /** SHA-256 of the public key: what a signer tells others, to be known by. */
  fingerprint: string;
}
