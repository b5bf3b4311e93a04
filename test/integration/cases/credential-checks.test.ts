/** A check of Content Credentials after the analysis, by another trust list. openssl makes the signer; without it the tests are skipped. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { checkCredentialsAgain } from '../../../src-main/engine/casework/check-credentials-again.ts';
import { detailOf } from '../../../src-main/engine/casework/evidence-detail.ts';
import type { CurrentCase } from '../../../src-main/engine/casework/current-case.ts';
import { checkCredentials } from '../../../src-main/engine/media/credentials/check-credentials.ts';
import { TRUST_LIST } from '../../../src-main/engine/media/credentials/trust-list.ts';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { makeSigner, withCredentials } from '../../support/content-credentials.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { validReport } from '../../support/valid-report.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { makeClip, testSource, tools } from '../media/clips.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'exhibit-check-again-'));
const at = (name: string) => join(folder, name);

describe.skipIf(!hasOpenssl)('a later check of Content Credentials', () => {
  let file: CaseFile;
  let id: number;
  const check = checkCredentials(engineScripts.credentials, at('settings'));
  const current = { opened: () => ({ file }), isOpen: () => true } as unknown as CurrentCase;

  beforeAll(async () => {
    mkdirSync(at('settings'));
    makeSigner(folder, 'newsroom');
    await makeClip(at('clip.mp4'), [...testSource('160x90', 1), '-c:v', 'mpeg4']);
    const wish = { folder, signer: 'newsroom', type: 'video/mp4', title: 'made.mp4' };
    writeFileSync(at('signed.mp4'), await withCredentials(readFileSync(at('clip.mp4')), wish));
    const media = await check(at('signed.mp4'), (await examineFile(at('signed.mp4'), tools)).media);
    file = createCase(at('a.exhibit'), 'Exhibit test');
    const sha256 = sha256Of(readFileSync(at('signed.mp4')));
    storeFinding(file, { ...sampleFinding(), path: at('signed.mp4'), sha256, media });
    storeFinding(file, { ...sampleFinding(), path: at('clip.mp4') });
    id = file.evidence.list().find(({ path }) => path === at('signed.mp4'))!.id;
  });
  afterAll(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });

  it('goes by the trust list of now and stands beside the result of the analysis, under the chain', async () => {
    const list = readFileSync(at('newsroom-ca.pem'));
    copyFileSync(at('newsroom-ca.pem'), at(`settings/${TRUST_LIST}`));
    const trustList = { sha256: sha256Of(list), certificates: 1 };
    expect(await checkCredentialsAgain(current, check, id)).toMatchObject({
      result: { state: 'trusted', trustList },
    });
    expect(file.audit.last()).toMatchObject({
      action: 'credentials-checked',
      detail: { evidenceId: id, result: { state: 'trusted', trustList } },
    });
    const { id: findingId } = file.findings.newest(id)!;
    expect(file.credentialChecks().get(findingId)).toMatchObject({ result: { state: 'trusted' } });
    expect((await file.verify()).faults).toEqual([]);
    // The finding keeps what the analysis found, without a list.
    expect(file.findings.newest(id)!.media.structure!.contentCredentials).toMatchObject({
      ...{ state: 'valid', trustList: null },
    });

    const written = async (format: 'json' | 'html' | 'csv') => {
      await writeReport(file, { format, path: at(`report.${format}`), overwrite: true });
      return readFileSync(at(`report.${format}`), 'utf8');
    };
    const { videos } = validReport(await written('json')) as { videos: { credentialCheck: unknown }[] };
    expect(videos[0]!.credentialCheck).toMatchObject({ result: { state: 'trusted', trustList } });
    const page = (await written('html')).replaceAll(/\s+/g, ' ');
    expect(page).toContain('Content Credentials, checked later');
    expect(page).toContain('this installation has no trust list');
    expect(page).toMatch(
      new RegExp(
        `checked again .* UTC by the trust list with the SHA-256 ${trustList.sha256} \\(1 certificate\\): present and valid`,
      ),
    );
    // Cells with a comma or a quotation mark stand in quotation marks.
    expect(await written('csv')).toMatch(
      new RegExp(
        `,"?present and valid; the signer is NOT called trusted[^\\n]*,"?checked again [^\\n]* ${trustList.sha256} \\(1 certificate\\): present and valid; the signer is on the trust list[^\\n]*,"?Valid means that nothing`,
      ),
    );
  });

  it('stands beside no newer analysis, which went by a list of its own', async () => {
    const finding = file.findings.newest(id)!;
    expect(detailOf(file, id).credentialCheck).not.toBeNull();
    storeFinding(file, finding);
    expect(file.findings.newest(id)!.id).not.toBe(finding.id);
    expect(detailOf(file, id).credentialCheck).toBeNull();
    await writeReport(file, { format: 'json', path: at('later.json'), overwrite: true });
    const { videos } = validReport(readFileSync(at('later.json'), 'utf8')) as {
      videos: { credentialCheck: unknown }[];
    };
    expect(videos[0]!.credentialCheck).toBeNull();
  });

  it('is none of a file without credentials', async () => {
    const before = file.audit.count();
    const other = file.evidence.list().find(({ path }) => path === at('clip.mp4'))!;
    expect(await checkCredentialsAgain(current, check, other.id)).toBeNull();
    expect(file.audit.count()).toBe(before);
  });

  it('is refused of a file that was changed since its analysis', async () => {
    const before = file.audit.count();
    appendFileSync(at('signed.mp4'), 'x');
    await expect(checkCredentialsAgain(current, check, id)).rejects.toMatchObject({
      code: 'media/changed-since-analysis',
    });
    expect(file.audit.count()).toBe(before);
  });
});
