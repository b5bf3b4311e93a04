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
      '– Has in it, “voice.wav”, signed by somebody whom the certificate does not name, not valid: the signature does not belong to what is signed',
    );
  });

  it('are not valid where the library says nothing', () => {
    const found = credentialsOf({});
    expect(found.state).toBe('invalid');
    expect(credentialsResult(whole(found))).toBe('present, not valid: the library gives no reason');
  });
});
