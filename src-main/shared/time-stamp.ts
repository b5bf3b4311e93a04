/** A time stamp (RFC 3161) of an audit log: an authority outside the lab says that this state of it existed then. */

/** What is kept of one, in an entry of the log itself. */
export interface StoredTimeStamp {
  /** The state that was stamped, see `anchor.ts`. */
  entries: number;
  head: string;
  /** When, by the authority's clock. UTC, ISO 8601. */
  at: string;
  /** The authority's answer as it came, DER in base64. */
  response: string;
  /** The certificate that it leads to, DER in base64; versions before kept all that the examiner gave. */
  authorities: string[];
}

export interface ListedTimeStamp extends Pick<StoredTimeStamp, 'entries' | 'head' | 'at'> {
  /** Names of the signer and of the authority that its certificate leads to. */
  signer: string;
  authority: string;
  /** Of the authority's certificate: what it publishes, to be known by. */
  certificateSha256: string;
  /** When the log itself says that the entry was written. UTC, ISO 8601. */
  loggedAt: string;
  /** Why the authorities that were asked about do not vouch for it, as a sentence; null if they do, or none were given. */
  distrust: string | null;
}
