/** What the structure of a file says of its end, on files that are built here byte by byte. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileEnding } from '../../../../src-main/engine/media/file-ending.ts';
import { lostBlocksText } from '../../../../src-main/engine/media/lost-blocks.ts';
import { transportRemarks } from '../../../../src-main/engine/media/transport-remarks.ts';
import { furtherPagesText } from '../../../../src-main/engine/media/unexamined-parts.ts';
import { sound } from '../../../../src-main/engine/media/structure-reader.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-ending-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function endingOf(container: string, ...parts: (Buffer | string)[]) {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')));
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  const found = await fileEnding(path, { container, sizeBytes: bytes.length });
  // What follows has tests of its own.
  return Object.fromEntries(
    Object.entries(found).filter(([name]) => name !== 'end' && name !== 'behind'),
  ) as unknown as Omit<typeof found, 'end' | 'behind'>;
}

describe('FLV', () => {
  const header = Buffer.from('464c5601010000000900000000', 'hex');
  const size = (bytes: number) => {
    const value = Buffer.alloc(8);
    value.writeDoubleBE(bytes);
    return Buffer.concat([Buffer.from('\0\x08filesize\0', 'latin1'), value]);
  };
  const tag = (type: number, data: Buffer) => {
    const head = Buffer.alloc(11);
    head.writeUInt8(type, 0);
    head.writeUIntBE(data.length, 1, 3);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(11 + data.length);
    return Buffer.concat([head, data, length]);
  };
  const video = tag(9, Buffer.alloc(100, 1));

  it('is cut short where its script announces more bytes than it has', async () => {
    const whole = [header, tag(18, size(13 + 34 + 115)), video];
    expect(Buffer.concat(whole)).toHaveLength(13 + 34 + 115);
    expect((await endingOf('flv', ...whole)).cut).toBeNull();
    expect((await endingOf('flv', header, tag(18, size(5000)), video)).cut).toBe(
      'The file is cut short: its structure announces 5,000 bytes, and it has 162 bytes.',
    );
  });

  it.each([0, 100, NaN, Infinity, -1, 1e300, 5000.5])(
    'is believed whole where the script announces %d bytes',
    async (bytes) => {
      expect((await endingOf('flv', header, tag(18, size(bytes)), video)).cut).toBeNull();
    },
  );

  it('is believed whole where the number of bytes is not there', async () => {
    expect((await endingOf('flv', header, tag(18, size(0).subarray(0, 13)))).cut).toBeNull();
  });
});

describe.each([
  ['50 fields', 0x80, 144_000],
  ['60 fields', 0x00, 120_000],
])('DV of %s', (_, system, frameBytes) => {
  const frame = Buffer.alloc(frameBytes, 1);
  frame.set([0x1f, 0x07, 0x00, system]);

  it('is cut short inside a frame, and whole with zeros behind it', async () => {
    expect((await endingOf('dv', frame, frame)).cut).toBeNull();
    expect((await endingOf('dv', frame, Buffer.alloc(3000))).cut).toBeNull();
    expect((await endingOf('dv', frame, frame.subarray(0, 3000))).cut).toBe(
      'The file is cut short: it ends inside a frame.',
    );
  });
});

describe('IVF', () => {
  const header = (announced: number) => {
    const bytes = Buffer.alloc(32);
    bytes.write('DKIF', 0, 'latin1');
    bytes.writeUInt16LE(32, 6);
    bytes.writeUInt32LE(announced, 24);
    return bytes;
  };
  const frames = (...times: number[]) =>
    times.map((time) => {
      const bytes = Buffer.alloc(12 + 40, 1);
      bytes.writeUInt32LE(40, 0);
      bytes.writeBigUInt64LE(BigInt(time), 4);
      return bytes;
    });

  it('is cut short where its header announces more frames than it has', async () => {
    expect((await endingOf('ivf', header(5), ...frames(0, 1, 2, 3))).cut).toBe(
      'The file is cut short: its header announces a length of 5 frames, and it has 4.',
    );
  });

  it.each([
    ['the number of frames', 4, [0, 3000, 6000, 9000]],
    ['their length by their clock, as ffmpeg does', 12_000, [0, 3000, 6000, 9000]],
    ['their length from a late start', 12_000, [90_000, 93_000, 96_000, 99_000]],
    ['nothing', 0, [0, 1, 2, 3]],
    ['no length, for a pipe', 0xffff_ffff, [0, 1, 2, 3]],
  ])('is whole where its header names %s', async (_, announced, times) => {
    expect((await endingOf('ivf', header(announced), ...frames(...times))).cut).toBeNull();
  });

  it('lacks frames where zeros stand in place of one that the header announces', async () => {
    const ending = await endingOf('ivf', header(9), ...frames(0, 1, 2), Buffer.alloc(5000), Buffer.from([1]));
    expect(ending).toMatchObject({
      cut: null,
      lost: expect.stringMatching(/^No frame begins at byte \d+, .* of 9 frames, and 3 stand before/),
    });
  });

  it('made of zeros before a last byte is walked in the time of its length, not of its square', async () => {
    const zeros = Buffer.alloc(2 ** 20);
    zeros[zeros.length - 1] = 1;
    // That a frame is missing there, the header does not say.
    expect((await endingOf('ivf', header(0), zeros)).cut).toBeNull();
  });
});

describe('AVI without sizes', () => {
  const chunk = (type: string, bytes: number, said = bytes) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(said, 4);
    return Buffer.concat([head, Buffer.alloc(bytes + (bytes % 2), 1)]);
  };
  const list = (type: string, kind: string) =>
    Buffer.concat([chunk(type, 0, 0xffff_ffff), Buffer.from(kind, 'latin1')]);
  const start = [list('RIFF', 'AVI '), list('LIST', 'movi')];

  it('is cut short inside a chunk, and whole behind one', async () => {
    expect((await endingOf('avi', ...start, chunk('00dc', 99), chunk('01wb', 20))).cut).toBeNull();
    expect((await endingOf('avi', ...start, chunk('00dc', 99), chunk('00dc', 20, 80))).cut).toBe(
      'The file is cut short: it ends inside a chunk.',
    );
  });

  it('is followed by another recording', async () => {
    const first = Buffer.concat([...start, chunk('00dc', 99)]);
    expect(await endingOf('avi', first, ...start, chunk('00dc', 99))).toEqual({
      cut: null,
      anotherAt: first.length,
    });
  });
});

it('ends every walk over the structure of a file when it is told to stop', async () => {
  const path = join(folder, 'any');
  await writeFile(path, Buffer.alloc(300_000, 0x47));
  const stop = new Error('stopped');
  const signal = AbortSignal.abort(stop);
  const containers =
    'mov,mp4 matroska,webm avi webp_pipe flv asf ogg nut mxf mpegts mpeg yuv4mpegpipe ivf dv wtv png_pipe apng gif jpeg_pipe mjpeg bmp_pipe tiff_pipe';
  for (const container of containers.split(' ')) {
    const walk = fileEnding(path, { container, sizeBytes: 300_000 }, signal);
    await expect(walk, container).rejects.toBe(stop);
  }
  await expect(furtherPagesText(path, 300_000, signal)).rejects.toBe(stop);
  const media = {
    kind: 'video',
    container: 'mpegts',
    sizeBytes: 300_000,
    video: { containerId: '0x100', codec: 'h264' },
  };
  const index = {
    positions: new Float64Array(),
    timesMs: new Float64Array(),
    joins: [],
    packets: [],
    readTo: null,
  };
  await expect(transportRemarks(path, media as never, index, signal)).rejects.toBe(stop);
  await expect(lostBlocksText(path, media as never, index, sound, signal)).rejects.toBe(stop);
});

describe('what follows a picture', () => {
  const jpeg = Buffer.from('ffd8ffc0000b080008000801011100ffd9', 'hex');

  it('is looked for in bounded time, and no longer once that is cancelled', async () => {
    const path = join(folder, 'starts.jpg');
    const starts = Buffer.alloc(2 ** 20, 'ffd8ffe00002', 'hex');
    await writeFile(path, Buffer.concat([jpeg, Buffer.of(1), starts]));
    const media = { container: 'jpeg_pipe', sizeBytes: jpeg.length + 1 + starts.length };
    expect((await fileEnding(path, media)).behind).toEqual([]);
    const cancel = new AbortController();
    setImmediate(() => cancel.abort(new Error('examiner stopped')));
    await expect(fileEnding(path, media, cancel.signal)).rejects.toThrow('examiner stopped');
  });
});
