/** Files whose structure would be walked for hours: small parts without end, and zeros that take no place on the disk. */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileEnding } from '../../../../src-main/engine/media/file-ending.ts';
import { fragmentOrder } from '../../../../src-main/engine/media/fragment-order.ts';
import { missingText, walkLimits } from '../../../../src-main/engine/media/structure-reader.ts';
import type { MediaInfo } from '../../../../src-main/shared/domain.ts';

let path: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-walk-'));
  path = join(folder, 'file');
});
afterAll(() => rm(folder, { recursive: true }));

const box = (type: string, body: Buffer = Buffer.alloc(0)) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const chunk = (type: string, size: number, kind = '') => {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, Buffer.from(kind, 'latin1')]);
};
const times = (count: number, part: Buffer) => Buffer.concat(Array.from({ length: count }, () => part));
const hex = (text: string) => Buffer.from(text, 'hex');

const PARTS = 5000;
const MANY = 2 * PARTS;
const limits = { ...walkLimits, parts: PARTS };

/** Each is whole for whoever reads all of it. */
const files: readonly [string, string, Buffer][] = [
  ['MP4 with boxes of 8 bytes', 'mov,mp4,m4a,3gp,3g2,mj2', times(MANY, box('free'))],
  [
    'AVI without a size, with chunks of size 0',
    'avi',
    Buffer.concat([chunk('RIFF', 0, 'AVI '), times(MANY, chunk('JUNK', 0))]),
  ],
  ['AVI with lists of frames in each other', 'avi', times(MANY, chunk('RIFF', 0, 'AVIX'))],
  [
    'Matroska of unknown size, with elements of size 0',
    'matroska,webm',
    Buffer.concat([hex('1a45dfa380'), hex('18538067ff'), times(MANY, hex('ec80'))]),
  ],
  [
    'FLV with empty tags',
    'flv',
    Buffer.concat([hex('464c5601010000000900000000'), times(MANY, hex('090000000000000000000000000000'))]),
  ],
  [
    'ASF with empty objects',
    'asf',
    Buffer.concat([
      hex('3026b2758e66cf11a6d900aa0062ce6c1800000000000000'),
      times(MANY, hex('90080033b1e5cf1189f400a0c90349cb1800000000000000')),
    ]),
  ],
  ['MPEG program stream with packets of 1 byte', 'mpeg', times(MANY, hex('000001be0001ff'))],
  [
    'MXF with empty parts',
    'mxf',
    Buffer.concat([
      hex('060e2b34020501010d0102010102040058'),
      Buffer.alloc(88),
      times(MANY, hex('060e2b34010101010d0102010102040000')),
    ]),
  ],
];

describe('a walk over the parts of a file', () => {
  it.each(files)(
    'ends at its limit and says so, instead of calling the end sound: %s',
    async (_, container, bytes) => {
      await writeFile(path, bytes);
      const media = { container, sizeBytes: bytes.length };
      expect((await fileEnding(path, media)).notReadFrom).toBeUndefined();
      const ending = await fileEnding(path, media, undefined, undefined, limits);
      expect(ending.notReadFrom).toBeGreaterThan(0);
      expect(ending.notReadFrom).toBeLessThan(bytes.length);
      expect(missingText(ending)).toEqual([
        `The structure of this file was not read further than byte ${ending.notReadFrom}: it has more parts, or more zeros, than Exhibit reads. So whether the file is cut short or more follows in it is not known.`,
      ]);
    },
  );

  it('ends in zeros that take no place on the disk', async () => {
    // Where the zeros behind the last frame of an IVF end, the recording may go on.
    const header = Buffer.alloc(32);
    header.write('DKIF');
    header.writeUInt16LE(32, 6);
    await writeFile(path, header);
    const sizeBytes = 2 ** 40;
    await truncate(path, sizeBytes);
    const ending = await fileEnding(path, { container: 'ivf', sizeBytes }, undefined, undefined, {
      ...walkLimits,
      bytes: 2 ** 20,
    });
    expect(ending.notReadFrom).toBeGreaterThan(2 ** 19);
    expect(ending.notReadFrom).toBeLessThan(2 ** 21);
  });

  it('tells no fragment of an MP4 that has more than are read', async () => {
    const fragment = box('moof', box('mfhd', Buffer.alloc(8)));
    const bytes = times(1_000_001, fragment);
    await writeFile(path, bytes);
    const media = { container: 'mov,mp4', sizeBytes: bytes.length, video: { containerId: '1' } };
    expect(await fragmentOrder(path, media as MediaInfo)).toMatchObject({
      ...{ holes: [], stepsBack: [], lateFrames: 0 },
      notReadFrom: bytes.length - fragment.length,
    });
  }, 120_000);

  it('may take what docs/security.md says', () =>
    expect(walkLimits).toEqual({ parts: 20_000_000, bytes: 64 * 2 ** 30 }));
});
