/**
 * Time stamps of a case: answers of an authority to the head of its audit log, kept as entries of the log itself. What is
 * stamped is the SHA-256 of an entry, so all entries up to it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Certificate } from 'pkijs';
import { EngineError } from '../../shared/errors.ts';
import { quoted } from '../../shared/foreign-text.ts';
import type { ListedTimeStamp, StoredTimeStamp } from '../../shared/time-stamp.ts';
import { MAX_TIME_STAMPS, storedTimeStamp } from '../../shared/time-stamp-schema.ts';
import { contentText, genesis, type AuditEntry, type AuditLog, type Link } from './audit-log.ts';
import { derOf } from './certificate-chain.ts';
import {
  authorityOf,
  namedAuthority,
  possibleAuthorities,
  readCertificates,
  readTimeStamp,
  signerOf,
  timeStampRequest,
  unreadable,
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
 * @throws EngineError stamp/unreadable; stamp/other-head; stamp/broken; stamp/not-trusted; case/too-large
 */
export async function storeTimeStamp(
  audit: AuditLog,
  response: Uint8Array,
  authorities: Uint8Array,
): Promise<ListedTimeStamp> {
  const token = readTimeStamp(response);
  const { digest, at } = token;
  const certificates = readCertificates(authorities);
  const stamped = digest === null ? null : entryOf(audit, digest);
  if (!stamped) {
    throw new EngineError(
      'stamp/other-head',
      'Nothing was stored: the time stamp is of another log than this one. Give the answer to the request that was written for this case.',
    );
  }
  if (Array.from(audit.entriesOf('time-stamped')).length >= MAX_TIME_STAMPS) throw tooMany();
  const signed = await signerOf(token, contentText(stamped));
  if (typeof signed === 'string') throw refused('stamp/broken', signed);
  const authority = await authorityOf(token, signed, certificates);
  if (authority === null) throw refused('stamp/not-trusted', NOT_TRUSTED);
  const stamp: StoredTimeStamp = {
    ...{ entries: stamped.seq, head: stamped.hash, at },
    response: Buffer.from(response).toString('base64'),
    authorities: [derOf(authority).toString('base64')],
  };
  if (!storedTimeStamp.safeParse(stamp).success)
    throw unreadable('the answer or its certificate is larger than any authority sends');
  const checked = await check(stamp, stamped);
  if (typeof checked === 'string') throw refused('stamp/broken', checked);
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

const refused = (code: keyof typeof whatNext, why: string) =>
  new EngineError(code, `Nothing was stored: the time stamp ${why}. ${whatNext[code]}`);

const tooMany = () =>
  new EngineError(
    'case/too-large',
    `Nothing was stored: a case keeps at most ${MAX_TIME_STAMPS} time stamps. Keep the answer beside the case: it can be checked without Exhibit.`,
  );

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
    const stored = authorities.map((each) => Buffer.from(each, 'base64'));
    const authority = await authorityOf(token, signed, possibleAuthorities(token, signed, stored));
    if (authority === null) return NOT_TRUSTED;
    const named = namedAuthority(authority);
    return { entries, head, at, signer: signed.signer, ...named, loggedAt: entry.at, distrust: null };
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

/** What was found of a log that is open, by the hash of the entry: a check and a list of the same stamps follow each other. */
const found = new WeakMap<object, Map<string, ListedTimeStamp | string>>();

/** One in memory at a time. @param after the entry that these follow */
async function* checkedStamps(audit: Entries, after: Link = genesis): AsyncIterableIterator<CheckedEntry> {
  // The numbers alone are read at once: the log gives one list at a time.
  const numbers = Array.from(audit.entriesOf('time-stamped'), ({ seq }) => seq);
  const known = found.get(audit) ?? new Map<string, ListedTimeStamp | string>();
  found.set(audit, known);
  for (const [place, seq] of numbers.entries()) {
    if (seq <= after.seq) continue;
    if (place >= MAX_TIME_STAMPS) {
      yield { seq, stored: null, checked: `is one more than the ${MAX_TIME_STAMPS} that a case keeps` };
      continue;
    }
    // Each takes up to a second, and the engine has other work.
    await nextTurn();
    const [holder] = audit.entries(seq);
    const { entries, head, at, response, authorities } = holder!.detail;
    const stored = storedTimeStamp.safeParse({ entries, head, at, response, authorities }).data ?? null;
    const [entry] = stored && stored.entries < seq ? audit.entries(stored.entries) : [];
    const checked =
      known.get(holder!.hash) ??
      (stored === null
        ? 'cannot be read'
        : entry
          ? await check(stored, entry)
          : 'is of another log than this one');
    known.set(holder!.hash, checked);
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
        : `The time stamp of entry ${stored.entries} was signed by ${quoted(checked.signer)}, whose certificate does not lead to those that you gave.`;
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
  const authority = typeof signed === 'string' ? null : await authorityOf(token, signed, asked);
  return authority && namedAuthority(authority);
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
