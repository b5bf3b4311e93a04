import { describe, expect, it } from 'vitest';
import {
  floatField,
  integerField,
  messageField,
  textField,
} from '../../../../src-main/engine/inference/protobuf.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

// Examples of the encoding guide of Protocol Buffers (protobuf.dev/programming-guides/encoding).
describe('protobuf fields', () => {
  it('writes 150 in field 1 as 08 96 01', () => {
    expect(hex(integerField(1, 150))).toBe('089601');
  });

  it('writes −2 as ten bytes of two’s complement', () => {
    expect(hex(integerField(1, -2))).toBe('08feffffffffffffffff01');
  });

  it('writes text with its length before it', () => {
    expect(hex(textField(2, 'testing'))).toBe('120774657374696e67');
  });

  it('nests a message', () => {
    expect(hex(messageField(3, [integerField(1, 150)]))).toBe('1a03089601');
  });

  it('writes a float as four little-endian bytes', () => {
    expect(hex(floatField(2, 0.5))).toBe('150000003f');
  });
});
