/**
 * Time stamps of a case: answers of an authority to the head of its audit log, kept as entries of the log itself. What is
 * stamped is the SHA-256 of an entry, so all entries up to it.
 */
import type { Certificate } from 'pkijs';
import { EngineError } from '../../shared/errors.ts';
import type { ListedTimeStamp, StoredTimeStamp } from '../../shared/time-stamp.ts';
import { storedTimeStamp } from '../../shared/time-stamp-schema.ts';
import { contentText, genesis, type AuditEntry, type AuditLog, type Link } from './audit-log.ts';
import { derOf } from './certificate-chain.ts';
import {
  authorityOf,
  readCertificates,
  readTimeStamp,
  signerOf,
  storedCertificate,
  timeStampRequest,
  type Authority,
} from './time-stamp-token.ts';

type Entries = Pick<AuditLog, 'entries' | 'entriesOf'>;

/** For the state of the log as it is now. */
export function requestNow(audit: Pick<AuditLog, 'last'>): {
  entries: number;
  head: string;
  request: Uint8Array;
} {
  const last = audit.last() ?? genesis;
  return { entries: last.seq, head: last.hash, request: timeStampRequest(last.hash) };
}

/**
 * Adds a time stamp to the log.
 * @param response the authority's answer; `authorities`: a file of certificates
 * @throws EngineError stamp/unreadable; stamp/other-head; stamp/broken; stamp/not-trusted
 */
export async function storeTimeStamp(
  audit: AuditLog,
  response: Uint8Array,
  authorities: Uint8Array,
): Promise<ListedTimeStamp> {
  const { digest, at } = readTimeStamp(response);
  const certificates = readCertificates(authorities);
  const stamped = digest === null ? null : entryOf(audit, digest);
  if (!stamped) {
    throw new EngineError(
      'stamp/other-head',
      'Nothing was stored: the time stamp is of another log than this one. Give the answer to the request that was written for this case.',
    );
  }
  const stamp: StoredTimeStamp = {
    ...{ entries: stamped.seq, head: stamped.hash, at },
    response: Buffer.from(response).toString('base64'),
    authorities: certificates.map((each) => derOf(each).toString('base64')),
  };
  const checked = await check(stamp, stamped);
  if (typeof checked === 'string') {
    const code = checked === NOT_TRUSTED ? 'stamp/not-trusted' : 'stamp/broken';
    throw new EngineError(code, `Nothing was stored: the time stamp ${checked}. ${whatNext[code]}`);
  }
  audit.append('time-stamped', { ...stamp });
  return checked;
}

function entryOf(audit: AuditLog, digest: string): AuditEntry | null {
  for (const entry of audit.entries()) if (entry.hash === digest) return entry;
  return null;
}

const NOT_TRUSTED = 'was signed by somebody whose certificate does not lead to those that were given';

const whatNext = {
  'stamp/not-trusted':
    'Give the certificate that the authority publishes, or ask an authority that you trust.',
  'stamp/broken': 'Ask the authority again.',
};

/** @returns what is wrong, as the end of a sentence */
async function check(
  { response, authorities, entries, head, at }: StoredTimeStamp,
  entry: AuditEntry,
): Promise<ListedTimeStamp | string> {
  try {
    const token = readTimeStamp(Buffer.from(response, 'base64'));
    if (token.digest !== head || token.at !== at) return 'says something else than the entry that holds it';
    if (entry.seq !== entries || entry.hash !== head) return 'is of another log than this one';
    const signed = await signerOf(token, contentText(entry));
    if (typeof signed === 'string') return signed;
    const trusted = authorities.map((each) => storedCertificate(Buffer.from(each, 'base64')));
    const authority = await authorityOf(token, signed, trusted);
    if (authority === null) return NOT_TRUSTED;
    return { entries, head, at, signer: signed.signer, ...authority, loggedAt: entry.at, distrust: null };
  } catch {
    // A case may come from somebody who put anything there.
    return 'cannot be read';
  }
}

interface CheckedEntry {
  seq: number;
  stored: StoredTimeStamp | null;
  checked: ListedTimeStamp | string;
}

/** One in memory at a time. @param after the entry that these follow */
async function* checkedStamps(audit: Entries, after: Link = genesis): AsyncIterableIterator<CheckedEntry> {
  // The numbers alone are read at once: the log gives one list at a time.
  const found = Array.from(audit.entriesOf('time-stamped'), ({ seq }) => seq);
  for (const seq of found) {
    if (seq <= after.seq) continue;
    const [holder] = audit.entries(seq);
    const { entries, head, at, response, authorities } = holder!.detail;
    const stored = storedTimeStamp.safeParse({ entries, head, at, response, authorities }).data ?? null;
    const [entry] = stored && stored.entries < seq ? audit.entries(stored.entries) : [];
    const checked =
      stored === null
        ? 'cannot be read'
        : entry
          ? await check(stored, entry)
          : 'is of another log than this one';
    yield { seq, stored, checked };
  }
}

/**
 * The time stamps that hold, oldest first.
 * @param authorities certificates in PEM or DER that have to vouch for them, instead of those stored with them
 * @throws EngineError stamp/unreadable for certificates that can't be read
 */
export async function timeStampsIn(audit: Entries, authorities?: Uint8Array): Promise<ListedTimeStamp[]> {
  const asked = authorities === undefined ? null : readCertificates(authorities);
  const listed: ListedTimeStamp[] = [];
  for await (const { stored, checked } of checkedStamps(audit)) {
    if (stored === null || typeof checked === 'string') continue;
    const vouching = asked && (await vouchedFor(audit, stored, asked));
    const distrust =
      asked === null || vouching !== null
        ? null
        : `The time stamp of entry ${stored.entries} was signed by “${checked.signer}”, whose certificate does not lead to those that you gave.`;
    listed.push({ ...checked, ...vouching, distrust });
  }
  return listed;
}

async function vouchedFor(
  audit: Entries,
  stored: StoredTimeStamp,
  asked: readonly Certificate[],
): Promise<Authority | null> {
  const token = readTimeStamp(Buffer.from(stored.response, 'base64'));
  const [entry] = audit.entries(stored.entries);
  const signed = await signerOf(token, contentText(entry!));
  return typeof signed === 'string' ? null : authorityOf(token, signed, asked);
}

/** Time stamps in the log that do not hold. @param after the entry that these follow; left out, they are all there are */
export async function falseTimeStamps(
  audit: Entries,
  after: Link = genesis,
): Promise<{ seq: number; problem: string }[]> {
  const problems: { seq: number; problem: string }[] = [];
  for await (const { seq, checked } of checkedStamps(audit, after)) {
    if (typeof checked === 'string')
      problems.push({ seq, problem: `The time stamp in audit entry ${seq} ${checked}.` });
  }
  return problems;
}
