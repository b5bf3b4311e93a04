/** With "openssl ts" as the authority. Where openssl is not installed, the tests are skipped and say so. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContentInfo, PKIStatus, PKIStatusInfo, TimeStampResp } from 'pkijs';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { readTimeStamp, timeStampRequest } from '../../../src-main/engine/cases/time-stamp-token.ts';
import {
  falseTimeStamps,
  requestNow,
  storeTimeStamp,
  timeStampsIn,
} from '../../../src-main/engine/cases/time-stamps.ts';
import type { AuditEntry } from '../../../src-main/engine/cases/audit-log.ts';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'exhibit-stamps-'));
const at = (name: string) => join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

/** A root, and a signer below it with this purpose of its key. */
function makeAuthority(name: string, purpose: string): void {
  writeFileSync(
    at(`${name}.cnf`),
    [
      ...['[req]', 'distinguished_name=dn', 'prompt=no', '[dn]', `CN=${name} root`],
      ...['[ca]', 'basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
      ...['[signer]', 'basicConstraints=CA:FALSE', `extendedKeyUsage=${purpose}`],
      ...['[tsa]', 'default_tsa=tsa1', '[tsa1]', `serial=${at(`${name}.serial`)}`, 'default_policy=1.2.3.4'],
      ...['signer_digest=sha256', 'digests=sha256,sha512', 'ess_cert_id_alg=sha256'],
    ].join('\n'),
  );
  writeFileSync(at(`${name}.serial`), '01\n');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const made = ['-config', `${name}.cnf`, '-days', '3'];
  openssl(
    'req',
    '-x509',
    ...key,
    ...made,
    '-extensions',
    'ca',
    '-keyout',
    `${name}-ca.key`,
    '-out',
    `${name}-ca.pem`,
  );
  openssl(
    'req',
    '-new',
    ...key,
    '-config',
    `${name}.cnf`,
    '-subj',
    `/CN=${name} signer`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
  );
  openssl(
    ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${name}-ca.pem`, '-CAkey', `${name}-ca.key`],
    ...[
      '-CAcreateserial',
      '-days',
      '3',
      '-extfile',
      `${name}.cnf`,
      '-extensions',
      'signer',
      '-out',
      `${name}.pem`,
    ],
  );
}

/** What that authority answers to a request. */
function answerOf(name: string, request: Uint8Array): Uint8Array {
  writeFileSync(at('request.tsq'), request);
  openssl(
    ...['ts', '-reply', '-config', `${name}.cnf`, '-queryfile', 'request.tsq', '-signer', `${name}.pem`],
    ...['-inkey', `${name}.key`, '-chain', `${name}-ca.pem`, '-out', 'answer.tsr'],
  );
  return readFileSync(at('answer.tsr'));
}

const rootOf = (name: string) => readFileSync(at(`${name}-ca.pem`));

let file: CaseFile;
let other: CaseFile;

describe.skipIf(!hasOpenssl)('a time stamp of the audit log', () => {
  beforeAll(() => {
    makeAuthority('good', 'critical,timeStamping');
    makeAuthority('stranger', 'critical,timeStamping');
    file = createCase(at('case.exhibit'), 'Exhibit test');
    other = createCase(at('other.exhibit'), 'Exhibit test');
  });
  afterAll(() => {
    file?.close();
    other?.close();
    rmSync(folder, { recursive: true });
  });

  const refused = (code: string) => expect.objectContaining({ code }) as unknown as Error;

  it('is asked for with the SHA-256 of the last entry and nothing else of the case', () => {
    const { head, request } = requestNow(file.audit);
    writeFileSync(at('shown.tsq'), request);
    const text = openssl('ts', '-query', '-in', 'shown.tsq', '-text').toString();
    expect(text).toContain('Hash Algorithm: sha256');
    expect(text).toContain('Certificate required: yes');
    const digits = [...text.matchAll(/^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -])+)/gm)].map(([, hex]) => hex);
    expect(digits.join('').replaceAll(/[ -]/g, '')).toBe(head);
  });

  it('is stored with who signed it and which authority vouches for it, and holds from then on', async () => {
    const { entries, head, request } = requestNow(file.audit);
    // The log may go on while the authority answers.
    file.audit.append('log-written', { path: 'log.csv', entries: 1, sha256: '0'.repeat(64) });
    const answer = answerOf('good', request);
    const stored = await storeTimeStamp(file.audit, answer, rootOf('good'));
    expect(stored).toMatchObject({
      entries,
      head,
      signer: 'good signer',
      authority: 'good root',
      distrust: null,
    });
    const der = openssl('x509', '-in', 'good-ca.pem', '-fingerprint', '-sha256', '-noout').toString();
    expect(der.split('=')[1]!.trim().replaceAll(':', '').toLowerCase()).toBe(stored.fingerprint);
    expect(Math.abs(Date.parse(stored.at) - Date.now())).toBeLessThan(600_000);
    expect(await timeStampsIn(file.audit)).toEqual([stored]);
    expect((await file.verify()).faults).toEqual([]);
    // Anybody can check it without Exhibit.
    writeFileSync(at('answer.tsr'), answer);
    const checked = openssl('ts', '-verify', '-digest', head, '-in', 'answer.tsr', '-CAfile', 'good-ca.pem');
    expect(checked.toString()).toContain('OK');
  });

  it('is refused for the log of another case, a signer that is not trusted, and what is none', async () => {
    const answer = answerOf('good', requestNow(file.audit).request);
    const before = file.audit.count();
    await expect(storeTimeStamp(other.audit, answer, rootOf('good'))).rejects.toThrow(
      refused('stamp/other-head'),
    );
    await expect(storeTimeStamp(file.audit, answer, rootOf('stranger'))).rejects.toThrow(
      refused('stamp/not-trusted'),
    );
    await expect(storeTimeStamp(file.audit, rootOf('good'), rootOf('good'))).rejects.toThrow(
      refused('stamp/unreadable'),
    );
    await expect(storeTimeStamp(file.audit, answer, answer)).rejects.toThrow(refused('stamp/unreadable'));
    const tooMany = Buffer.concat(Array.from({ length: 301 }, () => rootOf('good')));
    await expect(storeTimeStamp(file.audit, answer, tooMany)).rejects.toThrow(refused('stamp/unreadable'));
    expect(file.audit.count()).toBe(before);
  });

  it('is refused when a bit of what was signed, or of the signature, is changed', async () => {
    const answer = answerOf('good', requestNow(file.audit).request);
    // The signature is the last thing in it; the time stands as text.
    const time = Buffer.from(answer).indexOf('Z', Buffer.from(answer).indexOf('20')) - 1;
    for (const place of [answer.length - 3, time]) {
      const changed = Uint8Array.from(answer);
      changed[place]! ^= 1;
      await expect(storeTimeStamp(file.audit, changed, rootOf('good'))).rejects.toThrow(
        refused('stamp/broken'),
      );
    }
  });

  it('is refused when the authority did not grant it', async () => {
    // No text of our own: the authority takes no MD5 digest.
    const request = Buffer.from(timeStampRequest(requestNow(file.audit).head));
    request.write('60864801650304020a', request.indexOf('608648016503040201', 0, 'hex'), 'hex');
    await expect(storeTimeStamp(file.audit, answerOf('good', request), rootOf('good'))).rejects.toThrow(
      /refused the request/,
    );
  });

  it('is refused when it was signed with a certificate for another purpose, though the root is trusted', async () => {
    const { signed } = readTimeStamp(answerOf('good', requestNow(file.audit).request));
    writeFileSync(at('content.der'), Buffer.from(signed.encapContentInfo.eContent!.getValue()));
    makeAuthority('server', 'critical,serverAuth');
    openssl(
      ...['cms', '-sign', '-binary', '-nodetach', '-in', 'content.der', '-econtent_type', TST_INFO],
      ...['-signer', 'server.pem', '-inkey', 'server.key', '-outform', 'DER', '-out', 'signed.der'],
    );
    const answer = new TimeStampResp({
      status: new PKIStatusInfo({ status: PKIStatus.granted }),
      timeStampToken: ContentInfo.fromBER(readFileSync(at('signed.der'))),
    });
    await expect(
      storeTimeStamp(file.audit, new Uint8Array(answer.toSchema().toBER()), rootOf('server')),
    ).rejects.toThrow(/certificate that is none for time stamps/);
  });

  it('is named as false where it was written into a log by other means', async () => {
    const [stamp] = [...file.audit.entries()].filter(({ action }) => action === 'time-stamped');
    const faultsOf = async (detail: AuditEntry['detail']) => {
      const log = [...file.audit.entries()].map((entry) =>
        entry.seq === stamp!.seq ? { ...entry, detail } : entry,
      );
      const audit = {
        entries: (from = 0) => log.filter(({ seq }) => seq >= from).values(),
        entriesOf: (wanted: string) => log.filter(({ action }) => action === wanted).values(),
      };
      return (await falseTimeStamps(audit)).map(({ problem }) => problem);
    };
    const { detail, seq } = stamp!;
    const named = (what: string) => [`The time stamp in audit entry ${seq} ${what}.`];
    expect(await faultsOf(detail)).toEqual([]);
    expect(await faultsOf({ ...detail, at: '2020-01-01T00:00:00.000Z' })).toEqual(
      named('says something else than the entry that holds it'),
    );
    const [second] = [...file.audit.entries(2)];
    expect(await faultsOf({ ...detail, entries: 2, head: second!.hash })).toEqual(
      named('says something else than the entry that holds it'),
    );
    expect(await faultsOf({ ...detail, entries: 10_000 })).toEqual(named('is of another log than this one'));
    expect(await faultsOf({ ...detail, response: 'AAAA' })).toEqual(named('cannot be read'));
    expect(await faultsOf({ ...detail, authorities: [] })).toEqual(
      named('was signed by somebody whose certificate does not lead to those that were given'),
    );
  });

  it('says where an authority that is asked about does not vouch for it', async () => {
    const [good] = await timeStampsIn(file.audit, rootOf('good'));
    const [asked] = await timeStampsIn(file.audit, rootOf('stranger'));
    expect(good!.distrust).toBeNull();
    expect(asked!.distrust).toContain(
      '“good signer”, whose certificate does not lead to those that you gave',
    );
  });
});
