/** How time stamps read, in window, verify and reports. */
import { quoted } from './foreign-text.ts';
import type { ListedTimeStamp } from './time-stamp.ts';

/** Clocks differ; an entry is not stamped before it is written. */
const MAX_CLOCK_DIFFERENCE_MS = 600_000;

export const timeStampText = (stamp: ListedTimeStamp): string => {
  const { at, entries, head, signer, authority, certificateSha256 } = stamp;
  return (
    `Entry ${entries} of the audit log (${head}) existed at ${at}, by the clock of ${quoted(signer)}${laterText(stamp)}. ` +
    `The certificate of ${quoted(signer)} leads to the authority ${quoted(authority)}, SHA-256 ${certificateSha256}`
  );
};

function laterText({ at, loggedAt }: ListedTimeStamp): string {
  // A time that cannot be read is told too.
  const isInOrder = Date.parse(loggedAt) - Date.parse(at) <= MAX_CLOCK_DIFFERENCE_MS;
  return isInOrder ? '' : `, but the log itself dates this entry later (${loggedAt})`;
}

/** What a time stamp leaves open. */
export const TIME_STAMP_LIMITS =
  'Anybody can run an authority: compare the SHA-256 of its certificate with the one that the authority publishes. Whether a certificate was revoked was not checked.';

/** Where the reader gave no certificates. */
export const OWN_AUTHORITIES =
  'The certificate that a time stamp leads to is one that the case itself brings: whoever made the case chose it.';
