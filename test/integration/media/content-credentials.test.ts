/** With a signer that openssl makes. Where openssl is not installed, the tests are skipped and say so. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCredentials } from '../../../src-main/engine/media/credentials/check-credentials.ts';
import { TRUST_LIST } from '../../../src-main/engine/media/credentials/trust-list.ts';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import type { ContentCredentials } from '../../../src-main/shared/credentials.ts';
import { structureFacts } from '../../../src-main/shared/structure-wording.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { makeSigner, withCredentials } from '../../support/content-credentials.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { makeClip, testSource, tools } from './clips.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'exhibit-credentials-'));
const at = (name: string) => join(folder, name);
const settings = (name: string) => {
  mkdirSync(at(name), { recursive: true });
  return at(name);
};

/** What `exhibit probe` knows of the file, with the settings of this folder. */
async function seenIn(path: string, settingsFolder: string) {
  const { media } = await examineFile(path, tools);
  const checked = await checkCredentials(engineScripts.credentials, settingsFolder)(path, media);
  const found = checked.structure?.contentCredentials;
  const facts = Object.fromEntries(structureFacts(checked));
  return { found: found as ContentCredentials, facts };
}

describe.skipIf(!hasOpenssl)('Content Credentials', () => {
  let signed: Uint8Array;

  beforeAll(async () => {
    makeSigner(folder, 'newsroom');
    await makeClip(at('clip.mp4'), [...testSource('160x90', 1), '-c:v', 'mpeg4']);
    signed = await withCredentials(readFileSync(at('clip.mp4')), wish('made.mp4'));
    writeFileSync(at('signed.mp4'), signed);
    copyFileSync(at('newsroom-ca.pem'), join(settings('lab'), TRUST_LIST));
    makeSigner(folder, 'stranger');
    copyFileSync(at('stranger-ca.pem'), join(settings('other-lab'), TRUST_LIST));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const wish = (title: string) => ({ folder, signer: 'newsroom', type: 'video/mp4', title });

  it('that are absent are not looked for any further', async () => {
    const { found, facts } = await seenIn(at('clip.mp4'), settings('none'));
    expect(found).toBeUndefined();
    expect(facts['Content Credentials']).toBe('absent (this means nothing)');
  });

  it('hold, and nobody is called trusted without a trust list', async () => {
    const { found, facts } = await seenIn(at('signed.mp4'), settings('none'));
    expect(found).toMatchObject({ state: 'valid', fault: null, trustList: null });
    expect(found.library).toMatch(/^@contentauth\/c2pa-wasm \d/);
    expect(found.manifests).toEqual([
      {
        ...{ depth: 0, relation: null, title: 'made.mp4', generator: 'Exhibit test 1', signedAt: null },
        signer: { name: 'newsroom', organisation: 'Test lab' },
        ...{ actions: ['c2pa.created (trainedAlgorithmicMedia)'], problems: [] },
      },
    ]);
    expect(facts['Content Credentials']).toBe(
      'present and valid; the signer is NOT called trusted: this installation has no trust list. The certificate names: “newsroom”, “Test lab”',
    );
    expect(facts['Credentials 1']).toContain('created (the file says: by a trained algorithm, that is AI)');
    expect(facts['Credentials, limits']).toContain(
      'The check does not ask whether a certificate was revoked',
    );
  });

  it('are trusted where the lab lists the root of the signer, and no other', async () => {
    const list = readFileSync(at('newsroom-ca.pem'));
    const { found } = await seenIn(at('signed.mp4'), settings('lab'));
    expect(found).toMatchObject({ state: 'trusted', trustList: { sha256: sha256Of(list), certificates: 1 } });
    expect((await seenIn(at('signed.mp4'), settings('other-lab'))).found.state).toBe('valid');
  });

  it('do not hold once a byte of the pictures is another', async () => {
    const changed = Buffer.from(signed);
    changed[changed.indexOf('mdat') + 2000]! ^= 1;
    writeFileSync(at('changed.mp4'), changed);
    const { found, facts } = await seenIn(at('changed.mp4'), settings('lab'));
    expect(found.state).toBe('invalid');
    expect(found.manifests[0]!.problems.map(({ code }) => code)).toEqual(['assertion.bmffHash.mismatch']);
    expect(facts['Content Credentials']).toBe('present, not valid: the file was changed after it was signed');
  });

  it('do not hold once what they say is another', async () => {
    const changed = Buffer.from(signed);
    changed.write('painted', changed.indexOf('c2pa.created') + 5, 'latin1');
    writeFileSync(at('reworded.mp4'), changed);
    const { found } = await seenIn(at('reworded.mp4'), settings('lab'));
    expect(found.state).toBe('invalid');
  });

  it('name what the file was made from, one level deeper', async () => {
    const edited = await withCredentials(readFileSync(at('clip.mp4')), {
      ...wish('edited.mp4'),
      from: signed,
    });
    writeFileSync(at('edited.mp4'), edited);
    const { found, facts } = await seenIn(at('edited.mp4'), settings('lab'));
    expect(found.manifests.map(({ depth, relation, title }) => [depth, relation, title])).toEqual([
      [0, null, 'edited.mp4'],
      [1, 'parentOf', 'parent'],
    ]);
    expect(facts['Credentials 2']).toContain(
      'Made from. By its own words: created (the file says: by a trained algorithm, that is AI); title “parent”',
    );
  });

  it('that cannot be read are told, and cost nothing else', async () => {
    const { media } = await examineFile(at('signed.mp4'), tools);
    const check = checkCredentials(join(folder, 'no-such-script.js'), settings('lab'));
    const { structure } = await check(at('signed.mp4'), media);
    expect(structure!.contentCredentials).toMatchObject({
      ...{ state: 'unreadable', manifests: [] },
      trustList: { certificates: 1 },
    });
    const stopped = AbortSignal.abort();
    await expect(check(at('signed.mp4'), media, stopped)).rejects.toThrow(stopped.reason as Error);
  });
});
