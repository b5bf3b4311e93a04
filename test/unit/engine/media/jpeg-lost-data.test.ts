import { describe, expect, it } from 'vitest';
import { lostJpegData } from '../../../../src-main/engine/media/jpeg-lost-data.ts';

const segment = (marker: number, ...content: number[]) => [
  ...[0xff, marker, 0, content.length + 2],
  ...content,
];
/** A grey picture of 512 × 512: 4096 blocks. */
const frame = (marker: number) => segment(marker, 8, 2, 0, 2, 0, 1, 1, 0x11, 0);
/** A table of one code of two bits. */
const table = (kind: number, symbol: number) =>
  segment(0xc4, kind, 0, 1, ...Array.from({ length: 14 }, () => 0), symbol);
const scan = (first: number, last: number, precision: number) =>
  segment(0xda, 1, 1, 0, first, last, precision);
const END_OF_BLOCK = 0x00;
const ONE = 0x01;

const jpeg = (marker: number, acSymbol: number, ...scans: number[][]) =>
  Buffer.from([
    ...[0xff, 0xd8, ...frame(marker), ...table(0, 0), ...table(0x10, acSymbol)],
    ...[...scans.flat(), 0xff, 0xd9],
  ]);
const zeros = (bytes: number) => Array.from({ length: bytes }, () => 0);
const baseline = (acSymbol: number, bytes: number) =>
  lostJpegData(jpeg(0xc0, acSymbol, scan(0, 63, 0), [0x55, ...zeros(bytes), 0x55])).zeros;

describe('zeros in the coded data of a JPEG', () => {
  it('are lost data where they would code the same detail in every block', () => {
    expect(baseline(ONE, 2000)).toMatchObject({ bytes: 2000 });
  });

  it('are a flat picture where they code blocks without detail, and no more of them than there are', () => {
    // 4096 blocks of 4 bits: 2048 bytes.
    expect(baseline(END_OF_BLOCK, 2048)).toBeNull();
    expect(baseline(END_OF_BLOCK, 2100)).toMatchObject({ bytes: 2100 });
  });

  it('are not told where they are few', () => {
    expect(baseline(ONE, 1000)).toBeNull();
  });
});

describe('the passes of a progressive JPEG', () => {
  const missing = (...scans: number[][]) => lostJpegData(jpeg(0xc2, END_OF_BLOCK, ...scans)).passesMissing;

  it('are complete when all bits of all 64 values came', () => {
    expect(missing(scan(0, 0, 1), scan(1, 63, 0), scan(0, 0, 0x10))).toBe(false);
  });

  it('are missing when the last bit of a value, or a value, never came', () => {
    expect(missing(scan(0, 0, 1), scan(1, 63, 0))).toBe(true);
    expect(missing(scan(0, 0, 0), scan(1, 5, 0))).toBe(true);
  });
});
