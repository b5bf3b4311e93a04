/** How time stamps read, in window, verify and reports. */
import type { ListedTimeStamp } from './time-stamp.ts';

export const timeStampText = ({
  at,
  entries,
  head,
  signer,
  authority,
  fingerprint,
}: ListedTimeStamp): string =>
  `${at} by the clock of “${signer}”: entry ${entries} of the audit log (${head}) existed; its certificate leads to “${authority}”, SHA-256 ${fingerprint}`;

/** What a time stamp leaves open. */
export const TIME_STAMP_LIMITS =
  'Anybody can run an authority: compare the SHA-256 of its certificate with the one that the authority publishes. Whether a certificate was revoked was not checked.';
