import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { partOrder, structureFacts } from '../../../../../src-main/shared/structure-wording.ts';
import type { FileStructure } from '../../../../../src-main/shared/structure.ts';
import { fileStructure } from '../../../../../src-main/engine/media/structure/file-structure.ts';
import { StructureReader } from '../../../../../src-main/engine/media/structure-reader.ts';
import { createRandom } from '../../../../../src-main/engine/support/random.ts';
import {
  box,
  chunk,
  element,
  letters,
  MATROSKA,
  MP4,
  recording,
  recordingWith,
  structureIn,
  u32,
} from './in-memory.ts';

const factsOf = ({ facts }: FileStructure) =>
  Object.fromEntries(facts.map(({ name, value }) => [name, value]));
const part = ({ parts }: FileStructure, type: string) => parts.find((each) => each.type === type)!;

describe('the boxes of a recording', () => {
  it('are listed with their places, their depth and what they say', async () => {
    const seen = await structureIn(recording(), MP4);
    expect(partOrder(seen)).toBe('ftyp, moov, mdat, abcd');
    expect(part(seen, 'ftyp')).toEqual({
      ...{ depth: 0, type: 'ftyp', meaning: 'brands', at: 0, sizeBytes: 24, value: 'mp42, isom, mp42' },
    });
    expect([part(seen, 'moov').at, part(seen, 'mvhd').at, part(seen, 'mvhd').depth]).toEqual([24, 32, 1]);
    expect(part(seen, 'avcC').depth).toBe(7);
    expect(factsOf(seen)).toEqual({
      'Major brand': 'mp42, version 1',
      'Compatible brands': 'isom, mp42',
      'Recording created': '2024-05-06T07:08:09Z',
      'Recording changed': '0 (not set)',
      'Edit list of track 1': '2 edits: nothing for 0.500 s; 1.500 s from tick 40 of the media on',
      'Handler of track 1': 'vide VideoHandle',
      'Encoder of track 1': 'encoder',
      'com.android.version': '14',
      'com.android.model': 'Pixel 8',
    });
    expect(seen.notListed).toEqual([]);
  });

  it('that nobody knows have no meaning', async () => {
    expect(part(await structureIn(recording(), MP4), 'abcd').meaning).toBeNull();
  });

  it.each(['constructor', '__proto__', 'toString', 'valueOf'])('may name a tag %s', async (name) => {
    const seen = await structureIn(recordingWith([[name, 'any text']]), MP4);
    expect(seen.facts.at(-1)).toMatchObject({ kind: 'other', name, value: 'any text' });
  });

  it('are compatible with Android by its own key, and with nobody without a name', async () => {
    const { writers } = await structureIn(recording(), MP4);
    expect(writers.compatible.map(({ name, because }) => [name, because])).toEqual([
      ['Android (MPEG4Writer)', ['com.android.version: 14']],
    ]);
    const nobody = await structureIn(box('mdat'), MP4);
    expect(nobody.writers.compatible).toEqual([]);
    expect(structureFacts({ structure: nobody, container: MP4, tags: {} })).toContainEqual([
      'Compatible with',
      `none of the known writers (rules version ${nobody.writers.rules})`,
    ]);
  });

  it('that repeat are counted, with their size', async () => {
    const fragment = box('moof', box('mfhd', u32(0, 7)));
    const seen = await structureIn(Buffer.concat(Array.from({ length: 3000 }, () => fragment)), MP4);
    expect(seen.parts.filter(({ depth }) => depth === 0)).toHaveLength(5);
    expect(seen.parts.at(-1)).toMatchObject({ type: 'moof', more: 2996, sizeBytes: 2996 * fragment.length });
    expect(partOrder(seen)).toBe('moof × 3000');
    expect(seen.notListed).toEqual([]);
  });

  it('are listed as far as they go, with the byte at which they break off', async () => {
    const whole = recording();
    const cut = await structureIn(whole.subarray(0, whole.length - 60), MP4);
    expect(partOrder(cut)).toBe('ftyp, moov, mdat');
    expect(cut.notListed).toEqual([
      `The box mdat at byte ${whole.length - 120} says that it has 108 bytes; the file has 60 bytes from there on.`,
    ]);
    const behind = await structureIn(Buffer.concat([whole, Buffer.alloc(20, 0xff)]), MP4);
    expect(behind.notListed).toEqual([`At byte ${whole.length} begins no box.`]);
  });

  it('may claim more bytes than there are numbers for', async () => {
    const huge = Buffer.concat([u32(1), letters('mdat'), u32(0xffff_ffff, 0xffff_ffff)]);
    const seen = await structureIn(Buffer.concat([recording(), huge]), MP4);
    expect(seen.parts.at(-1)!.sizeBytes).toBe(Number.MAX_SAFE_INTEGER);
    expect(seen.notListed).toHaveLength(1);
  });

  it('have ten levels, are no more than 500, and text in them is short', async () => {
    let nested = box('moov');
    for (let depth = 0; depth < 100; depth += 1) nested = box('moov', nested);
    expect((await structureIn(nested, MP4)).parts.map(({ depth }) => depth)).toEqual(
      Array.from({ length: 10 }, (_, depth) => depth),
    );
    const many = Array.from({ length: 2000 }, (_, i) => box(String(i).padStart(4, 'x')));
    const listed = await structureIn(Buffer.concat(many), MP4);
    expect(listed.parts).toHaveLength(500);
    expect(listed.notListed).toEqual(['The list ends at byte 4000: 500 parts are listed at most.']);
    const long = await structureIn(
      box('udta', box('©too', u32(0xffff << 16), Buffer.from(`\u202e${'a'.repeat(999)}`))),
      MP4,
    );
    expect(long.facts[0]!.value).toBe(`${'a'.repeat(160)}…`);
  });
});

describe('an error while the parts are read', () => {
  it('is told as one of Exhibit, with what was listed before it', async () => {
    const read = vi.spyOn(StructureReader.prototype, 'bytes');
    onTestFinished(() => read.mockRestore());
    read.mockImplementationOnce(() => Promise.resolve(recording().subarray(0, 32)));
    read.mockImplementationOnce(() => Promise.reject(new TypeError('x is not a function')));
    const seen = await structureIn(recording(), MP4);
    expect(seen.form).toBe('MP4 boxes');
    expect(seen.notListed).toEqual([
      'What follows is not listed: an error of Exhibit (TypeError: x is not a function).',
    ]);
    expect(structureFacts({ structure: seen, container: MP4, tags: {} })).toContainEqual([
      'Not listed',
      seen.notListed[0],
    ]);
  });

  it('is told by its code where the disk makes it', async () => {
    const seen = await fileStructure('/no/such/clip.mp4', { container: MP4, sizeBytes: 100 });
    expect(seen!.notListed).toEqual(['What follows is not listed: the file cannot be read (ENOENT).']);
  });

  it('is not told where the user cancelled', async () => {
    const path = import.meta.filename;
    const cancelled = fileStructure(path, { container: MP4, sizeBytes: 100 }, AbortSignal.abort());
    await expect(cancelled).rejects.toThrow(/abort/i);
  });
});

describe('Content Credentials', () => {
  const uuid = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex');
  it('are present in a box of their own, and not checked', async () => {
    const seen = await structureIn(Buffer.concat([recording(), box('uuid', uuid, letters('anything'))]), MP4);
    expect(seen.credentials).toBe('present');
    expect(seen.parts.at(-1)!.meaning).toBe('Content Credentials (C2PA)');
    const shown = structureFacts({ structure: seen, container: MP4, tags: {} });
    expect(shown.at(-1)).toEqual(['Content Credentials', 'present, not checked']);
  });

  it('are not what other boxes are called, such as those of JUMBF alone', async () => {
    expect((await structureIn(Buffer.concat([recording(), box('jumb', u32(0))]), MP4)).credentials).toBe(
      'absent',
    );
  });

  it('are absent from a recording without them, which means nothing', async () => {
    const seen = await structureIn(recording(), MP4);
    const shown = structureFacts({ structure: seen, container: MP4, tags: {} });
    expect(shown.at(-1)).toEqual(['Content Credentials', 'absent (this means nothing)']);
  });

  it('are found in JPEG and PNG', async () => {
    const segment = letters('\xff\xeb\x00\x18JP\0\x01\0\0\0\x01\0\0\0\x12jumbc2pa');
    const jpeg = Buffer.concat([letters('\xff\xd8'), segment, letters('\xff\xd9')]);
    expect((await structureIn(jpeg, 'jpeg_pipe')).credentials).toBe('present');
    const pngChunk = (type: string) => Buffer.concat([box(type).subarray(0, 8).fill(0, 0, 4), u32(0)]);
    const png = Buffer.concat([
      letters('\x89PNG\r\n\x1a\n'),
      pngChunk('IHDR'),
      pngChunk('caBX'),
      pngChunk('IEND'),
    ]);
    expect((await structureIn(png, 'png_pipe')).credentials).toBe('present');
  });
});

describe('the elements of a Matroska file', () => {
  const date = Buffer.alloc(8);
  date.writeBigInt64BE(BigInt(Date.parse('2024-01-02T03:04:05Z') - Date.UTC(2001, 0, 1)) * 1_000_000n);
  const file = Buffer.concat([
    element(0x1a45_dfa3, element(0x4282, letters('webm'))),
    element(
      0x1853_8067,
      element(
        0x1549_a966,
        element(0x4461, date),
        element(0x4d80, letters('Chrome')),
        element(0x5741, letters('Chrome')),
      ),
      element(0x1234_5678),
      element(0x1f43_b675, Buffer.alloc(20)),
    ),
  ]);

  it('name library, program and date', async () => {
    const seen = await structureIn(file, MATROSKA);
    expect(partOrder(seen)).toBe('Info, 0x12345678, Cluster');
    expect(factsOf(seen)).toMatchObject({
      ...{ 'Date (DateUTC)': '2024-01-02T03:04:05Z', 'Muxing application': 'Chrome' },
    });
    expect(seen.writers.compatible.map(({ name }) => name)).toEqual([
      'Chromium (MediaRecorder and the like)',
    ]);
    expect(part(seen, '0x12345678').meaning).toBeNull();
    expect(seen.credentials).toBe('not-looked-for');
  });
});

it('reads the program from the tags of an AVI', async () => {
  const list = chunk('LIST', letters('INFO'), chunk('ISFT', letters('Lavf60.1.100\0')));
  const seen = await structureIn(chunk('RIFF', letters('AVI '), list, chunk('LIST', letters('movi'))), 'avi');
  expect(partOrder(seen)).toBe('LIST INFO, LIST movi');
  expect(seen.writers.compatible.map(({ name }) => name)).toEqual(['FFmpeg (libavformat)']);
});

it('lists any bytes within its limits, whatever they claim', { timeout: 60_000 }, async () => {
  const { integer: pick } = createRandom(7);
  const samples: [string, Buffer][] = [
    [MP4, recording()],
    [
      MATROSKA,
      element(
        0x1853_8067,
        element(0x1254_c367, element(0x7373, element(0x67c8, letters('\x45\xa3\x87ENCODER\x44\x87\x81x')))),
      ),
    ],
    ['avi', chunk('RIFF', letters('AVI '), chunk('LIST', letters('INFO'), chunk('ISFT', letters('Lavf'))))],
    [
      'jpeg_pipe',
      letters(
        '\xff\xd8\xff\xe0\x00\x07JFIF\0\xff\xfe\x00\x04ab\xff\xc0\x00\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xd9',
      ),
    ],
    [
      'png_pipe',
      Buffer.concat([
        letters('\x89PNG\r\n\x1a\n'),
        box('tEXt', letters('Software\0x')).fill(0, 0, 3),
        u32(0),
      ]),
    ],
  ];
  for (let turn = 0; turn < 500; turn += 1) {
    const [container, sample] = samples[turn % samples.length]!;
    const bytes = Buffer.from(sample.subarray(0, pick(3) === 0 ? 1 + pick(sample.length) : undefined));
    for (let change = 0; change < 1 + pick(4); change += 1)
      bytes[pick(bytes.length)] = [0, 1, 0x7f, 0x80, 0xff][pick(5)]!;
    const { parts, facts, notListed } = await structureIn(bytes, container);
    expect(parts.length).toBeLessThanOrEqual(500);
    expect(facts.length).toBeLessThanOrEqual(60);
    expect(notListed.length).toBeLessThanOrEqual(10);
    for (const { at, depth, value } of parts) {
      expect(at).toBeLessThan(bytes.length);
      expect(depth).toBeLessThan(10);
      expect((value ?? '').length).toBeLessThanOrEqual(161);
    }
  }
});
