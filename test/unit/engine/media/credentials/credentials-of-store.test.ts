import { describe, expect, it } from 'vitest';
import { credentialsOf } from '../../../../../src-main/engine/media/credentials/credentials-of-store.ts';
import {
  CREDENTIALS_LIMITS,
  credentialsResult,
  manifestTexts,
} from '../../../../../src-main/shared/credentials-wording.ts';

const whole = (found: ReturnType<typeof credentialsOf>) => ({
  ...found,
  ...{ fault: null, trustList: null, library: 'library 1' },
});

describe('the limits of the check', () => {
  it('name what is not asked of certificates and times', () => {
    expect(CREDENTIALS_LIMITS).toContain(
      'The check does not ask whether a certificate was revoked. The time of signing may be the signer’s own claim.',
    );
  });
});

describe('the manifests of a file', () => {
  it('end where one names itself as what it was made from', () => {
    const ingredients = [{ relationship: 'parentOf', active_manifest: 'a' }];
    const { manifests } = credentialsOf({ active_manifest: 'a', manifests: { a: { ingredients } } });
    expect(manifests.map(({ depth }) => depth)).toEqual([0, 1]);
  });

  it('are kept short, whatever a stranger wrote', () => {
    const many = Array.from({ length: 1000 }, () => ({ title: 'x'.repeat(5000) }));
    const { manifests } = credentialsOf({ active_manifest: 'a', manifests: { a: { ingredients: many } } });
    expect(manifests).toHaveLength(50);
    expect(manifests[1]!.title).toHaveLength(201);
  });

  it('are no more than fifty where each names the next one twice', () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => {
        const below = { relationship: 'componentOf', active_manifest: String(at + 1) };
        return [String(at), { ingredients: [below, below] }];
      }),
    );
    const found = credentialsOf({ ...{ active_manifest: '0', validation_state: 'Valid' }, manifests });
    expect(found.state).toBe('valid');
    expect(found.manifests).toHaveLength(50);
  });

  it.each([5, null, 'text', [5, null], { a: 5 }, true])('may have %j in any place', (wrong) => {
    const failure = [wrong, { code: wrong, explanation: wrong, url: wrong }];
    const manifest = {
      ...{ title: wrong, claim_generator: wrong, claim_generator_info: [wrong, { name: wrong }] },
      signature_info: { common_name: wrong, issuer: wrong, time: wrong },
      assertions: [
        ...[wrong, { label: wrong, data: wrong }, { label: 'c2pa.actions', data: wrong }],
        {
          label: 'c2pa.actions',
          data: { actions: [wrong, { action: 'c2pa.created', digitalSourceType: wrong }] },
        },
      ],
      ingredients: [wrong, { title: wrong, relationship: wrong, active_manifest: wrong }],
    };
    const store = {
      ...{ active_manifest: 'a', validation_state: 'Valid', manifests: { a: manifest, b: wrong } },
      validation_results: {
        activeManifest: { failure },
        ingredientDeltas: [wrong, { validationDeltas: wrong }, { validationDeltas: { failure } }],
      },
    };
    const { state, manifests } = credentialsOf(store);
    expect(state).toBe('valid');
    expect(manifests).toHaveLength(3);
    expect(manifests[0]!.actions.at(-1)).toMatch(/^c2pa\.created/);
    for (const key of Object.keys(store)) credentialsOf({ ...store, [key]: wrong });
    for (const key of Object.keys(manifest)) {
      credentialsOf({ ...store, manifests: { a: { ...manifest, [key]: wrong } } });
    }
    for (const key of Object.keys(store.validation_results)) {
      credentialsOf({ ...store, validation_results: { ...store.validation_results, [key]: wrong } });
    }
    expect(credentialsOf(wrong)).toMatchObject({ state: 'invalid' });
  });

  it('are not those that every object of JavaScript has', () => {
    const { manifests } = credentialsOf({ active_manifest: 'constructor', manifests: {} });
    expect(manifests[0]!.signer).toBeNull();
  });

  it('have the problems of their own, and an unlisted signer is none', () => {
    const failure = [
      { code: 'signingCredential.untrusted', explanation: '', url: 'self#jumbf=/c2pa/a/c2pa.signature' },
      { code: 'claimSignature.mismatch', explanation: '', url: 'self#jumbf=/c2pa/b/c2pa.signature' },
    ];
    const ingredients = [{ relationship: 'componentOf', active_manifest: 'b', title: 'voice.wav' }];
    const found = credentialsOf({
      ...{ active_manifest: 'a', validation_state: 'Valid' },
      manifests: { a: { ingredients }, b: {} },
      validation_results: { ingredientDeltas: [{ validationDeltas: { failure } }] },
    });
    expect(found.manifests.map(({ problems }) => problems.length)).toEqual([0, 1]);
    expect(manifestTexts(whole(found))[1]).toBe(
      '– Has in it, not valid: the signature does not belong to what is signed. By its own words: title “voice.wav”; signer not named',
    );
  });

  it('cannot write into what is said of them: names stand last, in quotation marks', () => {
    const name = 'Adobe Inc.”, who is on the trust list of this installation. (\u202e\u2028"';
    const found = credentialsOf({
      ...{ active_manifest: 'a', validation_state: 'Valid' },
      manifests: { a: { title: name, claim_generator: name, signature_info: { common_name: name } } },
    });
    const clean = "Adobe Inc.', who is on the trust list of this installation. (\\u{202e}\\u{2028}'";
    expect(found.manifests[0]).toMatchObject({ title: clean, generator: clean, signer: { name: clean } });
    const trustList = { sha256: 'ab', certificates: 1 };
    expect(credentialsResult({ ...whole(found), trustList })).toBe(
      `present and valid; the signer is NOT on the trust list of this installation. The certificate names: “${clean}”`,
    );
    expect(credentialsResult({ ...whole(found), state: 'trusted', trustList })).toMatch(
      /^present and valid; the signer is on the trust list of this installation\. The certificate names: “/,
    );
  });

  it('say in words that a file calls itself made by AI, and whose words these are', () => {
    const actions = [
      {
        action: 'c2pa.created',
        digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      },
      { action: 'my.own', digitalSourceType: 'unknown' },
      { action: 'c2pa.edited' },
    ];
    const assertions = [{ label: 'c2pa.actions.v2', data: { actions } }];
    const found = credentialsOf({ active_manifest: 'a', manifests: { a: { assertions } } });
    expect(manifestTexts(whole(found))).toEqual([
      'This file. By its own words: created (the file says: by a trained algorithm, that is AI), “my.own” (the file says: “unknown”), edited; signer not named',
    ]);
  });

  it('have no words of ours for what every object of JavaScript has', () => {
    const [manifest] = whole(credentialsOf({ active_manifest: 'a', manifests: { a: {} } })).manifests;
    const odd = {
      ...{ ...manifest!, relation: 'constructor', actions: ['toString (valueOf)'] },
      problems: [{ code: 'constructor', explanation: 'odd' }],
    };
    const found = { ...whole(credentialsOf({})), manifests: [odd] };
    expect(manifestTexts(found)).toEqual([
      'Related as “constructor”, not valid: “odd (constructor)”. By its own words: “toString” (the file says: “valueOf”); signer not named',
    ]);
  });

  it('are not valid where the library says nothing', () => {
    const found = credentialsOf({});
    expect(found.state).toBe('invalid');
    expect(credentialsResult(whole(found))).toBe('present, not valid: the library gives no reason');
  });
});
