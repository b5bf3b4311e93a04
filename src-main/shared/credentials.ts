/** What the Content Credentials (C2PA) of a file say, and whether they hold. */

/** Something that the check found wrong, or that it could not follow. */
export interface CredentialProblem {
  /** Of the C2PA specification, section "Validation status codes", such as `assertion.dataHash.mismatch`. */
  code: string;
  /** The library's own words. */
  explanation: string;
}

/** One signed description, of the file or of something that it was made of. What it was made of follows, one level deeper. */
export interface CredentialManifest {
  /** 0 for that of the file itself. */
  depth: number;
  /** To the one above, such as `parentOf`; null for that of the file itself. */
  relation: string | null;
  title: string | null;
  /** The program that it names as its maker. */
  generator: string | null;
  /** As the certificate names them; null where an ingredient has no manifest of its own. */
  signer: { name: string | null; organisation: string | null } | null;
  /** By a time stamp, as the file says it; null without one. */
  signedAt: string | null;
  /** What it says was done, such as `c2pa.created`, with the kind of source that it names. */
  actions: string[];
  /** Of this manifest, without the one that its signer is on no list. */
  problems: CredentialProblem[];
}

export interface ContentCredentials {
  /**
   * `trusted` and `valid`: hashes and signature of the file's own manifest hold, and the signer is on the trust list or is
   * not. `invalid`: something does not hold. `unreadable`: the check ended without a result.
   */
  state: 'trusted' | 'valid' | 'invalid' | 'unreadable';
  manifests: CredentialManifest[];
  /** Why there is no result; null where there is one. */
  fault: string | null;
  /** The list that signers were looked up on; null where this installation has none. */
  trustList: { sha256: string; certificates: number } | null;
  /** Name and version of what read them. */
  library: string;
}

/** A check of the same file later than its analysis. */
export interface CredentialCheck {
  /** The finding of that analysis. */
  findingId: number;
  /** Of the file that was checked. */
  sha256: string;
  /** UTC, ISO 8601. */
  at: string;
  /** With the manifest of the file itself alone: what it was made from stands in the finding. */
  result: ContentCredentials;
}
