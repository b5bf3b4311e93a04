/** With "openssl ts" as the authority. Where openssl is not installed, the tests are skipped and say so. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ContentInfo } from 'pkijs';
import { trustedAbove } from '../../../src-main/engine/cases/certificate-chain.ts';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import {
  readCertificates,
  readTimeStamp,
  timeStampRequest,
} from '../../../src-main/engine/cases/time-stamp-token.ts';
import {
  falseTimeStamps,
  requestNow,
  storeTimeStamp,
  timeStampsIn,
} from '../../../src-main/engine/cases/time-stamps.ts';
import { listTimeStamps } from '../../../src-main/engine/casework/time-stamps.ts';
import {
  OWN_AUTHORITIES,
  timeStampText,
  TIME_STAMP_LIMITS,
} from '../../../src-main/shared/time-stamp-wording.ts';
import { authoritiesIn, granted } from '../../support/time-stamp-authority.ts';
import { exhibitCommand } from '../../support/exhibit-command.ts';
import { MAX_TIME_STAMPS } from '../../../src-main/shared/time-stamp-schema.ts';
import type { AuditEntry } from '../../../src-main/engine/cases/audit-log.ts';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'exhibit-stamps-'));
const at = (name: string) => join(folder, name);
const { openssl, makeAuthority, issue } = authoritiesIn(folder);

/** What that authority answers to a request. */
function answerOf(name: string, request: Uint8Array): Uint8Array {
  writeFileSync(at('request.tsq'), request);
  openssl(
    ...['ts', '-reply', '-config', `${name}.cnf`, '-queryfile', 'request.tsq', '-signer', `${name}.pem`],
    ...['-inkey', `${name}.key`, '-chain', `${name}-ca.pem`, '-out', 'answer.tsr'],
  );
  return readFileSync(at('answer.tsr'));
}

/** The answer with these certificates instead of its own. */
function withCertificates(answer: Uint8Array, names: readonly string[]): Uint8Array {
  const { signed } = readTimeStamp(answer);
  signed.certificates = names.flatMap((name) => readCertificates(readFileSync(at(`${name}.pem`))));
  return granted(new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) }));
}

const rootOf = (name: string) => readFileSync(at(`${name}-ca.pem`));

let file: CaseFile;
let other: CaseFile;

describe.skipIf(!hasOpenssl)('a time stamp of the audit log', () => {
  beforeAll(() => {
    makeAuthority('good');
    makeAuthority('stranger');
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
    expect(der.split('=')[1]!.trim().replaceAll(':', '').toLowerCase()).toBe(stored.certificateSha256);
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
    makeAuthority('server', 'critical,serverAuth');
    await expect(storeTimeStamp(file.audit, signedBy('server'), rootOf('server'))).rejects.toThrow(
      /certificate that is not for time stamps/,
    );
  });

  /** A signature over what an authority would answer, which it does not make itself. */
  function signedBy(name: string): Uint8Array {
    const { signed } = readTimeStamp(answerOf('good', requestNow(file.audit).request));
    writeFileSync(at('content.der'), Buffer.from(signed.encapContentInfo.eContent!.getValue()));
    openssl(
      ...['cms', '-sign', '-binary', '-nodetach', '-in', 'content.der', '-econtent_type', TST_INFO],
      ...['-signer', `${name}.pem`, '-inkey', `${name}.key`, '-outform', 'DER', '-out', 'signed.der'],
    );
    return granted(ContentInfo.fromBER(readFileSync(at('signed.der'))));
  }

  it('is refused when the signature does not name its certificate, as another may have the same key', async () => {
    await expect(storeTimeStamp(file.audit, signedBy('good'), rootOf('good'))).rejects.toThrow(
      /does not name the certificate that it was signed with/,
    );
    const answer = answerOf('good', requestNow(file.audit).request);
    issue('good', { by: 'good-ca', as: 'signer', to: 'renamed', subject: '/CN=somebody else' });
    await expect(
      storeTimeStamp(file.audit, withCertificates(answer, ['renamed']), rootOf('good')),
    ).rejects.toThrow(/does not name the certificate that it was signed with/);
  });

  it('is not trusted for a certificate of the authority that lies beside that of its signer', async () => {
    const answer = answerOf('stranger', requestNow(file.audit).request);
    for (const names of [
      ['stranger', 'stranger', 'good'],
      ['good', 'stranger'],
      ['good-ca', 'stranger', 'good'],
      ['stranger', 'good', 'good', 'good-ca'],
    ]) {
      await expect(
        storeTimeStamp(file.audit, withCertificates(answer, names), rootOf('good')),
      ).rejects.toThrow(refused('stamp/not-trusted'));
    }
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
    const two = Buffer.concat([rootOf('good'), rootOf('stranger')]).toString('base64');
    expect(await faultsOf({ ...detail, authorities: [two] })).toEqual(named('cannot be read'));
    const [root] = detail['authorities'] as string[];
    const behind = Buffer.concat([Buffer.from(root!, 'base64'), Buffer.from(root!, 'base64')]);
    expect(await faultsOf({ ...detail, authorities: [behind.toString('base64')] })).toEqual(
      named('cannot be read'),
    );
    expect(await faultsOf({ ...detail, authorities: Array<string>(301).fill(root!) })).toEqual(
      named('cannot be read'),
    );
    const large = Buffer.alloc(17_000).toString('base64');
    expect(await faultsOf({ ...detail, authorities: [large, root!] })).toEqual(named('cannot be read'));
    // Earlier versions kept every certificate that was given; those that can't have issued the signer's are not parsed.
    const unread = Array<string>(200).fill(Buffer.from('no certificate').toString('base64'));
    expect(await faultsOf({ ...detail, authorities: [...unread, root!] })).toEqual([]);
    expect(await faultsOf({ ...detail, authorities: [] })).toEqual(
      named('was signed by somebody whose certificate does not lead to those that were given'),
    );
  });

  it('is not checked where it is one of more than a case keeps', async () => {
    const [stamp] = [...file.audit.entries()].filter(({ action }) => action === 'time-stamped');
    const log = Array.from({ length: MAX_TIME_STAMPS + 1 }, (_, at) => ({ ...stamp!, seq: 10 + at }));
    const audit = {
      entries: (from = 0) => [...file.audit.entries(), ...log].filter(({ seq }) => seq >= from).values(),
      entriesOf: () => log.values(),
    };
    expect(await falseTimeStamps(audit)).toEqual([
      {
        seq: 10 + MAX_TIME_STAMPS,
        problem: `The time stamp in audit entry ${10 + MAX_TIME_STAMPS} is one more than the 200 that a case keeps.`,
      },
    ]);
  });

  it('says where an authority that is asked about does not vouch for it', async () => {
    const [good] = await timeStampsIn(file.audit, rootOf('good'));
    const [asked] = await timeStampsIn(file.audit, rootOf('stranger'));
    expect(good!.distrust).toBeNull();
    expect(asked!.distrust).toContain(
      '“good signer”, whose certificate does not lead to those that you gave',
    );
  });

  describe('with authorities between', () => {
    const between = ['north', 'south'];

    beforeAll(() => {
      // Each is issued by the root, and both by each other: a circle.
      for (const name of between) {
        makeAuthority(name);
        openssl(
          ...['x509', '-x509toreq', '-in', `${name}-ca.pem`, '-signkey', `${name}-ca.key`],
          ...['-out', `${name}-ca.csr`],
        );
        issue(`${name}-ca`, { by: 'good-ca', as: 'ca', to: `${name}-by-good` });
      }
      issue('north-ca', { by: 'south-ca', as: 'ca', to: 'north-by-south' });
      issue('south-ca', { by: 'north-ca', as: 'ca', to: 'south-by-north' });
    });

    it('is told apart where they issued each other in a circle, and lead to nobody', async () => {
      const answer = answerOf('north', requestNow(file.audit).request);
      const circle = withCertificates(answer, ['north', 'north-by-south', 'south-by-north', 'north-ca']);
      await expect(storeTimeStamp(file.audit, circle, rootOf('good'))).rejects.toThrow(
        refused('stamp/not-trusted'),
      );
    });

    it('is trusted where one way leads to the root, in whatever order and however often they come', async () => {
      const answer = answerOf('north', requestNow(file.audit).request);
      for (const names of [
        ['north-by-good', 'north'],
        ['south-by-north', 'north-by-south', 'north', 'south-by-good', 'north', 'north-ca', 'south-by-good'],
      ]) {
        const stored = await storeTimeStamp(file.audit, withCertificates(answer, names), rootOf('good'));
        expect(stored).toMatchObject({ signer: 'north signer', authority: 'good root' });
      }
    });

    it('is not trusted where one between is no authority, or was not valid at that time', async () => {
      makeAuthority('below');
      issue('below', { by: 'good', as: 'signer' });
      const answer = answerOf('below', requestNow(file.audit).request);
      await expect(
        storeTimeStamp(file.audit, withCertificates(answer, ['below', 'good']), rootOf('good')),
      ).rejects.toThrow(refused('stamp/not-trusted'));
    });

    it('leads to the root at a time when both are valid, and to none before', async () => {
      const [[signer], trusted] = [
        readCertificates(readFileSync(at('good.pem'))),
        readCertificates(rootOf('good')),
      ];
      const leadsAt = (time: Date) => trustedAbove(signer!, { trusted, between: [], at: time });
      expect(await leadsAt(new Date())).toBe(trusted[0]);
      expect(await leadsAt(new Date('2020-01-01'))).toBeNull();
    });
  });

  it('is told where the log itself dates the entry later', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    const { seq, at: loggedAt } = other.audit.append('log-written', { path: 'log.csv' });
    vi.useRealTimers();
    const stored = await storeTimeStamp(
      other.audit,
      answerOf('good', requestNow(other.audit).request),
      rootOf('good'),
    );
    expect(stored).toMatchObject({ entries: seq, loggedAt });
    expect(timeStampText(stored)).toContain(`, but the log itself dates this entry later (${loggedAt}). `);
    const [first] = await timeStampsIn(file.audit);
    expect(timeStampText(first!)).toBe(
      `Entry 1 of the audit log (${first!.head}) existed at ${first!.at}, by the clock of “good signer”. ` +
        `The certificate of “good signer” leads to the authority “good root”, SHA-256 ${first!.certificateSha256}`,
    );
  });

  it('is refused at once from what is not a file, as a pipe would be waited for', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    await expect(listTimeStamps(file, at('pipe'))).rejects.toThrow(refused('stamp/unreadable'));
  });

  describe('at exhibit verify', () => {
    function verify(...args: string[]) {
      const run = spawnSync(process.execPath, [exhibitCommand, 'verify', ...args], {
        env: { ...process.env, XDG_CONFIG_HOME: at('config') },
        encoding: 'utf8',
      });
      return { code: run.status, out: run.stdout, err: run.stderr };
    }

    beforeAll(async () => {
      const told = createCase(at('told.exhibit'), 'Exhibit test');
      await storeTimeStamp(told.audit, answerOf('good', requestNow(told.audit).request), rootOf('good'));
      told.close();
      createCase(at('bare.exhibit'), 'Exhibit test').close();
      writeFileSync(at('bare.capsule'), 'PK\x03\x04 and nothing that could be read');
    });

    it('says who brings the certificate that it leads to, and what that leaves open', () => {
      const { code, out } = verify(at('told.exhibit'));
      expect(out).toContain(`not told  ${OWN_AUTHORITIES} ${TIME_STAMP_LIMITS}\n`);
      expect(code).toBe(0);
      const asked = verify(at('told.exhibit'), '--ca', at('good-ca.pem'));
      expect(asked.out).toContain(`not told  ${TIME_STAMP_LIMITS}\n`);
      expect(asked.code).toBe(0);
    });

    it('is a contradiction where the authority that is asked vouches for none', () => {
      const stranger = verify(at('told.exhibit'), '--ca', at('stranger-ca.pem'));
      expect(stranger.out).toMatch(/^stamped +NOT TRUSTED: The time stamp of entry 1 was signed/m);
      expect(stranger.code).toBe(5);
      const bare = verify(at('bare.exhibit'), '--ca', at('good-ca.pem'));
      expect(bare.out).toMatch(/^stamped +NOT TRUSTED: the case has no time stamp that holds$/m);
      expect(bare.code).toBe(5);
    });

    it('is not asked of a capsule, before anything of it is read', () => {
      const { code, err } = verify(at('bare.capsule'), '--ca', at('good-ca.pem'));
      expect(err).toContain('--ca is for a case');
      expect(code).toBe(2);
    });
  });
});
