/** A sign-off vouches for the log before it; each way to make a false one is named. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import {
  signedText,
  signOffsIn,
  statementNow,
  storeSignOff,
} from '../../../src-main/engine/cases/sign-offs.ts';
import { signOffTexts } from '../../../src-main/shared/sign-off-wording.ts';
import { tamper } from '../../support/tamper.ts';
import type { SignOff, SignOffStatement } from '../../../src-main/shared/sign-off.ts';

let folder: string;
let file: CaseFile;
const keys = generateKeyPairSync('ed25519');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-signed-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  file.records.store({
    kind: 'examiner',
    subject: 'examiner',
    evidenceId: null,
    content: { name: 'A. Name' },
  });
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

function signed(
  statement: SignOffStatement,
  key: KeyObject = keys.privateKey,
  shown = keys.publicKey,
): SignOff {
  return {
    statement,
    publicKey: shown.export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: sign(null, Buffer.from(signedText(statement)), key).toString('base64'),
  };
}

it('names who signed, as what, and the last report', async () => {
  file.audit.append('report-written', { path: '/r.html', format: 'html', sha256: 'b'.repeat(64) });
  const statement = statementNow(file.audit, 'reviewer');
  const { seq, hash } = file.audit.last()!;
  expect(statement).toMatchObject({ entries: seq, head: hash, name: 'A. Name', role: 'reviewer' });
  expect(statement.document).toEqual({ path: '/r.html', sha256: 'b'.repeat(64) });
  storeSignOff(file.audit, signed(statement));
  expect(await file.verify()).toMatchObject({ intact: true });
  expect(signOffsIn(file.audit.entries())).toMatchObject([
    { name: 'A. Name', role: 'reviewer', entries: seq, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  file.close();
  file = openCase(join(folder, 'a.exhibit'), 'Exhibit test');
  expect(await file.verify()).toMatchObject({ intact: true });
});

it('is refused when the case went on since, for somebody who is not at work, another document, or another key', () => {
  const statement = statementNow(file.audit, 'examiner');
  const other = generateKeyPairSync('ed25519');
  expect(() => storeSignOff(file.audit, signed(statement, other.privateKey))).toThrow(
    'not the one of its key',
  );
  for (const other of [{ name: 'Dr. Expert' }, { document: { path: '/r.html', sha256: 'c'.repeat(64) } }]) {
    expect(() => storeSignOff(file.audit, signed({ ...statement, ...other }))).toThrow('nothing was signed');
  }
  file.evidence.add({ path: '/a.mp4', sizeBytes: 1 });
  expect(() => storeSignOff(file.audit, signed(statement))).toThrow('has changed since');
  expect(signOffsIn(file.audit.entries())).toEqual([]);
});

describe('is named as false by the check of the case, whoever wrote it into the log:', () => {
  const faults = async (given: SignOff) => {
    file.audit.append('signed-off', { ...given });
    const { faults: found } = await file.verify();
    // Nor do reports and the window list it.
    expect(signOffsIn(file.audit.entries())).toEqual([]);
    return found;
  };

  it('a text that was changed after it was signed', async () => {
    const given = signed(statementNow(file.audit, 'examiner'));
    expect(await faults({ ...given, statement: { ...given.statement, name: 'B. Other' } })).toMatchObject([
      { kind: 'log', problem: expect.stringContaining('was not signed with its key') as string },
    ]);
  });

  it('a signature under an earlier state, moved behind later entries', async () => {
    const given = signed(statementNow(file.audit, 'examiner'));
    file.evidence.add({ path: '/a.mp4', sizeBytes: 1 });
    expect(await faults(given)).toMatchObject([
      { kind: 'log', problem: expect.stringContaining('signs another state of the log') as string },
    ]);
  });

  it('a signature of another case', async () => {
    const other = createCase(join(folder, 'b.exhibit'), 'Exhibit test');
    other.records.store({
      kind: 'examiner',
      subject: 'examiner',
      evidenceId: null,
      content: { name: 'A. Name' },
    });
    const given = signed(statementNow(other.audit, 'reviewer'));
    other.close();
    expect(await faults(given)).toMatchObject([
      { problem: expect.stringContaining('signs another state of the log') as string },
    ]);
  });

  it('a name that nobody at work has', async () => {
    const given = signed({ ...statementNow(file.audit, 'reviewer'), name: 'Dr. Expert' });
    expect(await faults(given)).toMatchObject([
      { problem: expect.stringContaining('is in the name of Dr. Expert, who was not at work') as string },
    ]);
  });

  it('a report that was not written', async () => {
    const document = { path: '/r.html', sha256: 'c'.repeat(64) };
    const given = signed({ ...statementNow(file.audit, 'examiner'), document });
    expect(await faults(given)).toMatchObject([
      { problem: expect.stringContaining('signs another document') as string },
    ]);
  });

  it('a key of another kind', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const statement = statementNow(file.audit, 'examiner');
    const publicKey = rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const found = await faults({ ...signed(statement), publicKey });
    expect(found).toMatchObject([{ kind: 'log' }]);
  });
});

it('is not listed where the log that it signs was altered, whatever hashes were kept', () => {
  file.evidence.add({ path: '/a.mp4', sizeBytes: 1 });
  storeSignOff(file.audit, signed(statementNow(file.audit, 'examiner')));
  expect(signOffsIn(file.audit.entries())).toHaveLength(1);
  file.close();
  tamper(
    file.path,
    `UPDATE audit_log SET detail = replace(detail, 'a.mp4', 'b.mp4') WHERE action = 'evidence-added'`,
  );
  file = openCase(file.path, 'Exhibit test');
  expect(signOffsIn(file.audit.entries())).toEqual([]);
});

it('reads as what is known: a key, its clock, and that one key signed twice', () => {
  const key = 'd'.repeat(64);
  const given = { at: '2026-11-30T12:00:00Z', entries: 9, document: null, fingerprint: key } as const;
  expect(
    signOffTexts([
      { ...given, role: 'examiner', name: 'A. Name' },
      { ...given, role: 'reviewer', name: 'B. Other' },
    ]),
  ).toEqual([
    `examiner “A. Name”, 2026-11-30T12:00:00Z by the signer’s clock: entries 1 to 9 of the audit log; key ${key}`,
    `reviewer “B. Other”, 2026-11-30T12:00:00Z by the signer’s clock: entries 1 to 9 of the audit log; key ${key}, which signed as examiner “A. Name” too`,
  ]);
});
