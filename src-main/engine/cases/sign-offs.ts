/** Sign-offs of a case: signatures under the state of its audit log, kept as entries of the log itself. */
import { createPublicKey, verify } from 'node:crypto';
import { EngineError } from '../../shared/errors.ts';
import type { ListedSignOff, SignerRole, SignOff, SignOffStatement } from '../../shared/sign-off.ts';
import { signOffSchema } from '../../shared/sign-off-schema.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { sha256Of } from '../support/sha256.ts';
import { genesis, type AuditEntry, type AuditLog, type Link } from './audit-log.ts';
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

function lastDocument(audit: AuditLog): SignOffStatement['document'] {
  let document: SignOffStatement['document'] = null;
  for (const { action, detail } of audit.entries()) {
    if (action !== 'report-written' && action !== 'capsule-written') continue;
    document = { path: String(detail['path']), sha256: String(detail['sha256']) };
  }
  return document;
}

/**
 * Adds a sign-off to the log.
 * @throws EngineError case/changed-since if the log went on since the statement was made; app/bad-message for a
 *   signature that is not the key's
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
  if (!isSigned(given)) throw new EngineError('app/bad-message', 'The signature is not the one of its key.');
  audit.append('signed-off', { ...given });
}

/** All sign-offs whose signature holds, oldest first. */
export function signOffsIn(entries: Iterable<AuditEntry>): ListedSignOff[] {
  const found: ListedSignOff[] = [];
  for (const entry of entries) {
    const given = entry.action === 'signed-off' ? signOffOf(entry) : null;
    if (given === null || !isSigned(given)) continue;
    const { role, name, at, entries: until, document } = given.statement;
    const fingerprint = sha256Of(Buffer.from(given.publicKey, 'base64'));
    found.push({ role, name, at, entries: until, document, fingerprint });
  }
  return found;
}

/**
 * Sign-offs that do not hold: a signature of another key or text, or about another log than this one.
 * @param after the entry that these follow; left out, they are all there are
 */
export function* falseSignOffs(
  entries: Iterable<AuditEntry>,
  after: Link = genesis,
): IterableIterator<{ seq: number; problem: string }> {
  let before = after;
  for (const entry of entries) {
    if (entry.action === 'signed-off') {
      const given = signOffOf(entry);
      const problem = given === null ? 'cannot be read' : faultOf(given, before);
      if (problem !== null) {
        yield { seq: entry.seq, problem: `The sign-off in audit entry ${entry.seq} ${problem}.` };
      }
    }
    before = entry;
  }
}

function faultOf(given: SignOff, before: Link): string | null {
  const { entries, head, name } = given.statement;
  if (!isSigned(given)) return `was not signed with its key: ${name} did not sign this text`;
  // It is stored right behind what it signs.
  return before.seq === entries && before.hash === head
    ? null
    : 'signs another state of the log than the one before it';
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
