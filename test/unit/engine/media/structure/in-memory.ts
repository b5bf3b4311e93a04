/** The structure of bytes, without a file. */
import type { FileHandle } from 'node:fs/promises';
import type { FileStructure } from '../../../../../src-main/shared/structure.ts';
import { StructureReader } from '../../../../../src-main/engine/media/structure-reader.ts';
import { structureOf } from '../../../../../src-main/engine/media/structure/file-structure.ts';

export async function structureIn(bytes: Buffer, container: string): Promise<FileStructure> {
  const file = {
    read: (into: Buffer, offset: number, length: number, position: number) =>
      Promise.resolve({
        bytesRead: position < bytes.length ? bytes.copy(into, offset, position, position + length) : 0,
        buffer: into,
      }),
  } as unknown as FileHandle;
  return (await structureOf(new StructureReader(file, bytes.length), container))!;
}

/** As `mov,mp4,…` of ffprobe. */
export const MP4 = 'mov,mp4,m4a,3gp,3g2,mj2';
export const MATROSKA = 'matroska,webm';

export const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};

export const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, 4 * i);
  return bytes;
};

export const letters = (text: string): Buffer => Buffer.from(text, 'latin1');

export const element = (id: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const name = Buffer.from(
    id.toString(16).padStart(id > 0xffff ? (id > 0xff_ffff ? 8 : 6) : id > 0xff ? 4 : 2, '0'),
    'hex',
  );
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE((1n << 56n) | BigInt(body.length));
  return Buffer.concat([name, size, body]);
};

export const chunk = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};

/** Seconds from 1904 on of a date. */
export const since1904 = (iso: string): number => (Date.parse(iso) - Date.UTC(1904, 0, 1)) / 1000;

const phoneTags = [
  ['com.android.version', '14'],
  ['com.android.model', 'Pixel 8'],
] as const;

export const recording = (at?: number): Buffer => recordingWith(phoneTags, at);

/** A recording as a phone writes it: brands, times, one track with an edit list and a handler, QuickTime's metadata. */
export function recordingWith(
  tags: readonly (readonly [name: string, text: string])[],
  at = since1904('2024-05-06T07:08:09Z'),
): Buffer {
  const header = (ticks: number) => Buffer.concat([u32(0, at, 0, ticks, 0), Buffer.alloc(80)]);
  const handler = (kind: string, name: string) =>
    box('hdlr', u32(0, 0), letters(kind), u32(0, 0, 0), letters(`${name}\0`));
  const entry = Buffer.alloc(78);
  entry[42] = 7;
  entry.write('encoder', 43, 'latin1');
  const key = (name: string) => Buffer.concat([u32(8 + name.length), letters(`mdta${name}`)]);
  const value = (number: number, text: string) => {
    const item = box('data', u32(1, 0), letters(text));
    return Buffer.concat([u32(8 + item.length, number), item]);
  };
  return Buffer.concat([
    box('ftyp', letters('mp42'), u32(1), letters('isommp42')),
    box(
      'moov',
      box('mvhd', header(1000)),
      box(
        'trak',
        box('tkhd', u32(7, at, at, 1, 0, 2000), Buffer.alloc(60)),
        box('edts', box('elst', u32(0, 2, 500, -1, 0x1_0000, 1500, 40, 0x1_0000))),
        box(
          'mdia',
          box('mdhd', u32(0, at, at, 90_000, 180_000, 0)),
          handler('vide', 'VideoHandle'),
          box('minf', box('stbl', box('stsd', u32(0, 1), box('avc1', entry, box('avcC', Buffer.alloc(7)))))),
        ),
      ),
      box(
        'meta',
        handler('mdta', ''),
        box('keys', u32(0, tags.length), ...tags.map(([name]) => key(name))),
        box('ilst', ...tags.map(([, text], i) => value(i + 1, text))),
      ),
    ),
    box('mdat', Buffer.alloc(100, 7)),
    box('abcd', Buffer.alloc(4)),
  ]);
}
