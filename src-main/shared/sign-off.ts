/** A signature under the state of a case: who vouches for everything that its audit log names until then. */
export const signerRoles = ['examiner', 'reviewer'] as const;
export type SignerRole = (typeof signerRoles)[number];

/** What is signed, in its canonical form. */
export interface SignOffStatement {
  format: 1;
  role: SignerRole;
  /** Of who signs. */
  name: string;
  /** UTC, ISO 8601. */
  at: string;
  /** The log when it was signed, see `anchor.ts`: with it every finding, note and written report that it names. */
  entries: number;
  head: string;
  /** The report or capsule that was written last before it; null where there is none. */
  document: { path: string; sha256: string } | null;
}

export interface SignOff {
  statement: SignOffStatement;
  /** Ed25519 (RFC 8032); SPKI in DER, base64. */
  publicKey: string;
  /** Of the canonical JSON of the statement, in UTF-8; base64. */
  signature: string;
}

/** A sign-off as it is listed. */
export interface ListedSignOff extends Pick<
  SignOffStatement,
  'role' | 'name' | 'at' | 'entries' | 'document'
> {
  /** SHA-256 of the public key: what a signer tells others, to be known by. */
  fingerprint: string;
}
