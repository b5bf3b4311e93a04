import { describe, expect, it } from 'vitest';
import { canonicalJson, isCanonical } from '../../../../src-main/engine/support/canonical-json.ts';
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

  it.each([NaN, Infinity, -Infinity])('refuses %s, which JSON would call null', (number) => {
    expect(() => canonicalJson({ a: [{ ratio: number }] })).toThrow('ratio');
  });

  it('refuses an empty place in a list, which JSON would call null', () => {
    expect(() => canonicalJson([1, undefined])).toThrow();
    expect(canonicalJson({ left: undefined })).toBe('{}');
  });

  it('knows its own form from every other form of the same value', () => {
    for (const text of ['{"a":1,"b":[2]}', 'null', '"ü"', '0', '1e+300'])
      expect(isCanonical(text)).toBe(true);
    for (const text of [
      ...[
        '{"b":1,"a":2}',
        '{"a":1,"a":2}',
        '{"a": 1}',
        '1.0',
        '-0',
        '1e999',
        '9007199254740993',
        '"\\u00fc"',
        '{',
      ],
    ]) {
      expect(isCanonical(text)).toBe(false);
    }
  });

  it('hashes as everybody does (FIPS 180-2, example B.1)', () => {
    expect(sha256Of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
