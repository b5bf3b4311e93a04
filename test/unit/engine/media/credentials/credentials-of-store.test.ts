import { describe, expect, it } from 'vitest';
import { credentialsOf } from '../../../../../src-main/engine/media/credentials/credentials-of-store.ts';
import { credentialsResult, manifestTexts } from '../../../../../src-main/shared/credentials-wording.ts';

const whole = (found: ReturnType<typeof credentialsOf>) => ({
  ...found,
  ...{ fault: null, trustList: null, library: 'library 1' },
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
      '– Has in it, “voice.wav”, signed by somebody the certificate does not name, not valid: the signature does not belong to what is signed',
    );
  });

  it('are not valid where the library says nothing', () => {
    const found = credentialsOf({});
    expect(found.state).toBe('invalid');
    expect(credentialsResult(whole(found))).toBe('present, not valid: the library gives no reason');
  });
});
