import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src-main/engine/support/canonical-json.ts';
import { sha256Of } from '../../../../src-main/engine/support/sha256.ts';

describe('canonical JSON', () => {
  it('writes one text for one value, whatever the order of its keys', () => {
    const text = '{"a":[{"x":1,"y":null}],"b":"ü"}';
    expect(canonicalJson({ b: 'ü', a: [{ y: null, x: 1 }] })).toBe(text);
    expect(canonicalJson({ a: [{ x: 1, y: null }], b: 'ü' })).toBe(text);
  });

  it('keeps the order of lists, which is part of the value', () => {
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
  });

  it('hashes as everybody does (FIPS 180-2, example B.1)', () => {
    expect(sha256Of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
