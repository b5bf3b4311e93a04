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
import type { SignOff, SignOffStatement } from '../../../src-main/shared/sign-off.ts';

let folder: string;
let file: CaseFile;
const keys = generateKeyPairSync('ed25519');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-signed-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  file.records.store({ kind: 'examiner', subject: 'case', evidenceId: null, content: { name: 'A. Name' } });
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

it('is refused when the case went on since, and when the signature is not the key’s', () => {
  const statement = statementNow(file.audit, 'examiner');
  const other = generateKeyPairSync('ed25519');
  expect(() => storeSignOff(file.audit, signed(statement, other.privateKey))).toThrow(
    'not the one of its key',
  );
  file.evidence.add({ path: '/a.mp4', sizeBytes: 1 });
  expect(() => storeSignOff(file.audit, signed(statement))).toThrow('has changed since');
  expect(signOffsIn(file.audit.entries())).toEqual([]);
});

describe('is named as false by the check of the case, whoever wrote it into the log:', () => {
  const faults = async (given: SignOff) => {
    file.audit.append('signed-off', { ...given });
    const { faults: found } = await file.verify();
    expect(signOffsIn(file.audit.entries()).length).toBeLessThanOrEqual(1);
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

  it('a key of another kind', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const statement = statementNow(file.audit, 'examiner');
    const publicKey = rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const found = await faults({ ...signed(statement), publicKey });
    expect(found).toMatchObject([{ kind: 'log' }]);
  });
});
