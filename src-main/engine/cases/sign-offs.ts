/** Sign-offs of a case: signatures under the state of its audit log, kept as entries of the log itself. */
import { createPublicKey, verify } from 'node:crypto';
import { EngineError } from '../../shared/errors.ts';
import type { ListedSignOff, SignerRole, SignOff, SignOffStatement } from '../../shared/sign-off.ts';
import { signOffSchema } from '../../shared/sign-off-schema.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { sha256Of } from '../support/sha256.ts';
import { brokenLinks, genesis, type AuditEntry, type AuditLog, type Link } from './audit-log.ts';
import { nobodyAtWork } from './nobody-at-work.ts';

/** What is signed, in UTF-8. */
export const signedText = (statement: SignOffStatement): string => canonicalJson(statement);

/**
 * The statement of who is at work, about the log as it is now.
 * @throws EngineError case/no-examiner
 */
export function statementNow(audit: AuditLog, role: SignerRole): SignOffStatement {
  const name = audit.author();
  const last = audit.last();
  if (name === null || last === null) throw nobodyAtWork();
  return {
    ...{ format: 1, role, name, at: new Date().toISOString() },
    ...{ entries: last.seq, head: last.hash, document: lastDocument(audit) },
  };
}

type Document = SignOffStatement['document'];

function lastDocument(audit: AuditLog): Document {
  let document: Document = null;
  for (const entry of audit.entries()) document = documentOf(entry) ?? document;
  return document;
}

const documentOf = ({ action, detail }: AuditEntry): Document =>
  action === 'report-written' || action === 'capsule-written'
    ? { path: String(detail['path']), sha256: String(detail['sha256']) }
    : null;

/**
 * Adds a sign-off to the log.
 * @throws EngineError case/changed-since if the log went on since the statement was made; app/bad-message for a
 *   statement of somebody else or another document, and a signature that is not the key's
 */
export function storeSignOff(audit: AuditLog, given: SignOff): void {
  const { entries, head } = given.statement;
  const last = audit.last();
  if (last?.seq !== entries || last.hash !== head) {
    throw new EngineError(
      'case/changed-since',
      'The case has changed since you chose to sign, so nothing was signed. Look at it and sign again.',
    );
  }
  const { role, at } = given.statement;
  if (canonicalJson({ ...statementNow(audit, role), at }) !== canonicalJson(given.statement)) {
    throw new EngineError(
      'app/bad-message',
      'The statement is not the one of who is at work about this log, so nothing was signed.',
    );
  }
  if (!isSigned(given)) throw new EngineError('app/bad-message', 'The signature is not the one of its key.');
  audit.append('signed-off', { ...given });
}

/**
 * The sign-offs that hold, oldest first: signed with their key, about the very log before them, and that log is whole.
 * @param entries all of the log
 */
export function signOffsIn(entries: Iterable<AuditEntry>): ListedSignOff[] {
  const found: ListedSignOff[] = [];
  for (const { entry, before, given, problem } of linked(entries)) {
    // What follows a break was signed on another log than this one.
    if (!brokenLinks([entry], before).next().done) break;
    if (given === null || problem !== null) continue;
    const { role, name, at, entries: until, document } = given.statement;
    const fingerprint = sha256Of(Buffer.from(given.publicKey, 'base64'));
    found.push({ role, name, at, entries: until, document, fingerprint });
  }
  return found;
}

/**
 * Sign-offs that do not hold: a signature of another key or text, or about something else than this log.
 * @param after the entry that these follow; left out, they are all there are
 */
export function* falseSignOffs(
  entries: Iterable<AuditEntry>,
  after: Link = genesis,
): IterableIterator<{ seq: number; problem: string }> {
  for (const { entry, problem } of linked(entries, after)) {
    if (problem === null) continue;
    yield { seq: entry.seq, problem: `The sign-off in audit entry ${entry.seq} ${problem}.` };
  }
}

interface LinkedEntry {
  entry: AuditEntry;
  before: Link;
  /** The sign-off in it, as far as it can be read. */
  given: SignOff | null;
  /** Why it does not hold; null if it does, and for every other entry. */
  problem: string | null;
}

function* linked(entries: Iterable<AuditEntry>, after: Link = genesis): IterableIterator<LinkedEntry> {
  let before = after;
  // Which report was written last is known only from the first entry on.
  let document: Document | undefined = after.seq === genesis.seq ? null : undefined;
  for (const entry of entries) {
    const isOne = entry.action === 'signed-off';
    const given = isOne ? signOffOf(entry) : null;
    const problem = isOne ? faultOf(given, { entry, before, document }) : null;
    yield { entry, before, given, problem };
    before = entry;
    document = documentOf(entry) ?? document;
  }
}

function faultOf(
  given: SignOff | null,
  { entry, before, document }: Pick<LinkedEntry, 'entry' | 'before'> & { document: Document | undefined },
): string | null {
  if (given === null) return 'cannot be read';
  const { entries, head, name, document: signed } = given.statement;
  if (!isSigned(given)) return `was not signed with its key: ${name} did not sign this text`;
  // It is stored right behind what it signs.
  if (before.seq !== entries || before.hash !== head)
    return 'signs another state of the log than the one before it';
  if (entry.detail['author'] !== name) return `is in the name of ${name}, who was not at work`;
  return document === undefined || canonicalJson(signed) === canonicalJson(document)
    ? null
    : 'signs another document than the one that was written last';
}

function signOffOf({ detail }: AuditEntry): SignOff | null {
  const { statement, publicKey, signature } = detail;
  return signOffSchema.safeParse({ statement, publicKey, signature }).data ?? null;
}

function isSigned({ statement, publicKey, signature }: SignOff): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(signedText(statement)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
