import { describe, expect, it } from 'vitest';
import { claimsTooMuch, exifIn, orientationIn } from '../../../../src-main/engine/media/exif-directories.ts';
import { box, chunk, letters, structureIn } from './structure/in-memory.ts';

type Entry = readonly [tag: number, type: number, count: number, value: number];
const BYTE = 1;
const SHORT = 3;
const LONG = 4;
const EXIF = 0x8769;

/** A TIFF with these directories one behind the other; `next` in the order of the list where it is to be followed. */
function tiff(
  little: boolean,
  directories: readonly (readonly Entry[])[],
  next: readonly number[] = [],
): Buffer {
  const bytes = Buffer.alloc(8 + directories.reduce((sum, entries) => sum + 6 + 12 * entries.length, 0));
  const u16 = (value: number, at: number) =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(little ? 'II*\0' : 'MM\0*', 'latin1');
  u32(8, 4);
  let at = 8;
  for (const [i, entries] of directories.entries()) {
    u16(entries.length, at);
    for (const [k, [tag, type, count, value]] of entries.entries()) {
      const entry = at + 2 + 12 * k;
      u16(tag, entry);
      u16(type, entry + 2);
      u32(count, entry + 4);
      if (type === SHORT) u16(value, entry + 8);
      else u32(value, entry + 8);
    }
    at += 6 + 12 * entries.length;
    u32(next[i] ?? 0, at - 4);
  }
  return bytes;
}

const jpeg = (exif: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(8 + exif.length);
  return Buffer.concat([letters('\xff\xd8\xff\xe1'), length, letters('Exif\0\0'), exif, letters('\xff\xd9')]);
};
const png = (exif: Buffer): Buffer => {
  const stored = Buffer.concat([box('eXIf', exif), Buffer.alloc(4)]);
  stored.writeUInt32BE(exif.length);
  return Buffer.concat([letters('\x89PNG\r\n\x1a\n'), stored]);
};
const webp = (exif: Buffer): Buffer =>
  chunk('RIFF', letters('WEBP'), chunk('VP8X', Buffer.alloc(9)), chunk('EXIF', exif));

describe.each([true, false])('the Exif metadata of a picture (little-endian: %s)', (little) => {
  const turned = tiff(little, [[[0x0112, SHORT, 1, 6]]]);
  /** Within a megabyte, and more by the last of them. */
  const claims: Entry[] = Array.from({ length: 4 }, (_, i) => [0x0100 + i, LONG, 2 ** 16, 0]);
  const tooMuch: Entry[] = [...claims, [0x010f, BYTE, 1, 0]];

  it.each(Object.entries({ jpeg, png, webp, tiff: (exif: Buffer) => exif }))(
    'is found in %s',
    (_, picture) => {
      expect(exifIn(picture(turned))).toEqual(turned);
      expect(orientationIn(exifIn(picture(turned))!)).toBe(6);
    },
  );

  it('says nothing of the orientation where it has no such tag', () => {
    expect(orientationIn(tiff(little, [claims]))).toBeNull();
    expect(orientationIn(tiff(little, []))).toBeNull();
  });

  it('may claim a megabyte in all its directories together', () => {
    expect(claimsTooMuch(tiff(little, [claims]))).toBe(false);
    expect(claimsTooMuch(tiff(little, [tooMuch]))).toBe(true);
    expect(claimsTooMuch(tiff(little, [claims, [[0x0100, BYTE, 1, 0]]], [8 + 6 + 12 * 4]))).toBe(true);
  });

  it.each([EXIF, 0x8825, 0xa005])('has a directory behind the pointer %i', (pointer) => {
    const behind = (entries: readonly Entry[]) => tiff(little, [[[pointer, LONG, 1, 26]], entries]);
    expect(claimsTooMuch(behind(claims.slice(1)))).toBe(false);
    expect(claimsTooMuch(behind(tooMuch))).toBe(true);
  });

  it('may point to itself, and behind its end', () => {
    expect(claimsTooMuch(tiff(little, [[[EXIF, LONG, 1, 8]]], [8]))).toBe(false);
    expect(claimsTooMuch(tiff(little, [[[EXIF, LONG, 1, 0xffff_ffff]]], [0xffff_fff0]))).toBe(false);
  });

  it('is not read where it claims too much, and the list says so', async () => {
    // As many as a segment holds, each with the same four megabytes.
    const hostile: Entry[] = Array.from({ length: 5400 }, () => [0x010f, BYTE, 4_000_000, 0]);
    const file = Buffer.concat([jpeg(tiff(little, [hostile])), Buffer.alloc(4_100_000)]);
    const { notListed, facts } = await structureIn(file, 'jpeg_pipe');
    expect(notListed).toEqual(['Exif was not read: it claims more than it can hold.']);
    expect(facts).toEqual([]);
  });

  it('names device and time otherwise', async () => {
    const make = tiff(little, [
      [[0x010f, 2, 4, little ? Buffer.from('Abc\0').readUInt32LE() : Buffer.from('Abc\0').readUInt32BE()]],
    ]);
    const { notListed, facts } = await structureIn(jpeg(make), 'jpeg_pipe');
    expect(notListed).toEqual([]);
    expect(facts).toMatchObject([{ kind: 'device', name: 'Exif Make', value: 'Abc' }]);
  });
});

it('has no Exif where there is none', () => {
  for (const bytes of [
    Buffer.alloc(0),
    letters('II*\0'),
    png(Buffer.alloc(0)),
    webp(letters('x')),
    jpeg(letters('Exif')),
  ])
    expect(exifIn(bytes)).toBeNull();
});
