/** A file with more than one picture is a film, or the pictures that are not examined are named. */
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { fileEnding } from '../../../src-main/engine/media/file-ending.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { endsAt } from '../../../src-main/engine/media/structure-reader.ts';
import { clipFolder, digestFrames, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const unexamined = async (path: string) => (await probe(path, tools)).unexamined;

async function picture(name: string, size: string): Promise<Buffer> {
  return readFile(await makeClip(`${clips.folder}/${name}`, [...testSource(size, 1, 1), '-frames:v', '1']));
}

async function saved(name: string, ...parts: Uint8Array[]): Promise<string> {
  const path = `${clips.folder}/${name}`;
  await writeFile(path, Buffer.concat(parts));
  return path;
}

/** An application segment of a JPEG. */
function segment(marker: number, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

it('examines every picture of a film of JPEG pictures without a container', async () => {
  const path = await makeClip(`${clips.folder}/film.mjpeg`, [...testSource('160x120', 2, 10), '-f', 'mjpeg']);
  const { media, digests } = await digestFrames(path);
  expect([media.kind, media.container, digests.size]).toEqual(['video', 'mjpeg', 20]);
  expect(new Set(digests.values()).size).toBe(20);
  // Pictures that somebody joined are such a film too.
  const joined = await saved(
    'joined.jpg',
    await picture('a.jpg', '160x120'),
    await picture('b.jpg', '160x120'),
  );
  expect((await digestFrames(joined)).digests.size).toBe(2);
});

it('names the further views of a camera’s file of several pictures', async () => {
  const one = await picture('one.jpg', '160x120');
  const views = [0, 1].map(() =>
    Buffer.concat([one.subarray(0, 2), segment(0xe2, Buffer.from('MPF\0…')), one.subarray(2)]),
  );
  const path = await saved('views.mpo', ...views);
  expect((await probe(path, tools)).kind).toBe('still');
  expect(await unexamined(path)).toEqual([
    `One more picture follows the first one in this file (from byte ${views[0]!.length}) and was not examined. Save it as a file of its own and add that as evidence.`,
  ]);
});

it('does not take the thumbnail in a photograph for a further picture', async () => {
  const [one, small] = [await picture('one.jpg', '160x120'), await picture('small.jpg', '64x48')];
  const path = await saved('thumbnail.jpg', one.subarray(0, 2), segment(0xe1, small), one.subarray(2));
  expect(await unexamined(path)).toEqual([]);
});

it('names the further pages of a TIFF, and passes over smaller versions of a page', async () => {
  const one = await readFile(
    await makeClip(`${clips.folder}/one.tif`, [
      ...testSource('32x24', 1, 1),
      '-frames:v',
      '1',
      '-compression_algo',
      'raw',
      '-pix_fmt',
      'rgb24',
    ]),
  );
  const first = one.readUInt32LE(4);
  const size = 2 + one.readUInt16LE(first) * 12 + 4;
  /** The directory of the page once more, behind the file. */
  const withDirectory = (mark: (directory: Buffer) => void) => {
    const directory = Buffer.from(one.subarray(first, first + size));
    mark(directory);
    const linked = Buffer.from(one);
    linked.writeUInt32LE(one.length, first + size - 4);
    return [linked, directory] as const;
  };
  const two = await saved('two-pages.tif', ...withDirectory(() => undefined));
  expect(await unexamined(two)).toEqual([
    'The file has 1 more page that was not examined. Save each page as a file of its own (for example with tiffsplit) and add those as evidence.',
  ]);
  const reduced = await saved(
    'reduced.tif',
    ...withDirectory((directory) => {
      directory.writeUInt16LE(254, 2);
      directory.writeUInt16LE(4, 4);
      directory.writeUInt32LE(1, 6);
      directory.writeUInt32LE(1, 10);
    }),
  );
  expect(await unexamined(reduced)).toEqual([]);
});

it('names a picture behind the end of a PNG', async () => {
  const one = await picture('one.png', '160x120');
  const path = await saved('two.png', one, one);
  expect(await unexamined(path)).toEqual([
    `One more picture follows the first one in this file (from byte ${one.length}) and was not examined. Save it as a file of its own and add that as evidence.`,
  ]);
});

it('sees an animation whose control chunk stands behind a long text', async () => {
  const path = await makeClip(`${clips.folder}/moving.apng`, [...testSource('160x120', 1, 5), '-f', 'apng']);
  const bytes = await readFile(path);
  const text = Buffer.alloc(200_000, 'x');
  const chunk = Buffer.alloc(text.length + 12);
  chunk.writeUInt32BE(text.length, 0);
  chunk.write('prVt', 4, 'latin1');
  text.copy(chunk, 8);
  // Signature and header chunk.
  const head = 8 + 25;
  const long = await saved('long-text.png', bytes.subarray(0, head), chunk, bytes.subarray(head));
  const { media, digests } = await digestFrames(long);
  expect([media.kind, digests.size]).toEqual(['animation', 5]);
});

/** One of each kind; the names say the container. */
const kinds: Record<string, { args: string[]; is: 'video' | 'picture' }> = {
  'a.mp4': { args: ['-c:v', 'mpeg4'], is: 'video' },
  'a.mkv': { args: ['-c:v', 'mpeg4'], is: 'video' },
  'a.avi': { args: ['-c:v', 'mpeg4'], is: 'video' },
  'a.ts': { args: ['-c:v', 'mpeg2video', '-r', '25'], is: 'video' },
  'a.mpg': { args: ['-c:v', 'mpeg2video', '-r', '25'], is: 'video' },
  'a.flv': { args: ['-c:v', 'flv1'], is: 'video' },
  'a.wmv': { args: ['-c:v', 'wmv2'], is: 'video' },
  'a.mxf': { args: ['-c:v', 'mpeg2video', '-r', '25'], is: 'video' },
  'a.nut': { args: ['-c:v', 'mpeg4'], is: 'video' },
  'a.ogv': { args: ['-c:v', 'libtheora'], is: 'video' },
  'a.y4m': { args: ['-pix_fmt', 'yuv420p'], is: 'video' },
  'a.gif': { args: [], is: 'picture' },
  'a.apng': { args: ['-f', 'apng'], is: 'picture' },
  'a.jpg': { args: ['-frames:v', '1'], is: 'picture' },
  'a.png': { args: ['-frames:v', '1'], is: 'picture' },
  'a.webp': { args: ['-frames:v', '1'], is: 'picture' },
  'a.bmp': { args: ['-frames:v', '1'], is: 'picture' },
  'a.tiff': { args: ['-frames:v', '1', '-pix_fmt', 'rgb24'], is: 'picture' },
};

describe('a second file behind the first', () => {
  let files: Map<string, Buffer>;
  beforeAll(async () => {
    files = new Map();
    for (const [name, { args }] of Object.entries(kinds)) {
      const path = await makeClip(`${clips.folder}/kind-${name}`, [...testSource('160x120', 1, 10), ...args]);
      files.set(name, await readFile(path));
    }
  }, 60_000);

  const behindOf = async (first: string, second: Uint8Array) => {
    const path = await saved(`first-${first}`, files.get(first)!, second);
    const media = { container: containers[first]!, sizeBytes: (await readFile(path)).length };
    return (await fileEnding(path, media)).behind.map(({ kind, at }) => [kind, at]);
  };

  const containers: Record<string, string> = {
    ...{ 'a.mp4': 'mov,mp4', 'a.mkv': 'matroska,webm', 'a.avi': 'avi', 'a.ts': 'mpegts', 'a.mpg': 'mpeg' },
    ...{ 'a.flv': 'flv', 'a.wmv': 'asf', 'a.mxf': 'mxf', 'a.nut': 'nut', 'a.ogv': 'ogg', 'a.gif': 'gif' },
    ...{ 'a.y4m': 'yuv4mpegpipe', 'a.apng': 'apng', 'a.jpg': 'jpeg_pipe', 'a.png': 'png_pipe' },
    ...{ 'a.webp': 'webp_pipe', 'a.bmp': 'bmp_pipe', 'a.tiff': 'tiff_pipe' },
  };

  it.each(Object.keys(kinds))('is named behind %s, whatever it is', async (first) => {
    for (const [second, { is }] of Object.entries(kinds)) {
      // Videos and GIFs of one kind may be read on: they are told as joined.
      if (second === first && (is === 'video' || first === 'a.gif')) continue;
      expect([second, await behindOf(first, files.get(second)!)]).toEqual([
        second,
        [[is, files.get(first)!.length]],
      ]);
    }
    expect(await behindOf(first, Buffer.alloc(0))).toEqual([]);
  });

  it('is said in the words of what it follows', async () => {
    const [video, photo] = [files.get('a.mp4')!, files.get('a.jpg')!];
    expect(await unexamined(await saved('photo.jpg', photo, video))).toEqual([
      `A video follows the picture in this file (from byte ${photo.length}, as in a motion photo) and was not examined. Save it as a file of its own and add that as evidence.`,
    ]);
    const { remarks } = await examineFile(await saved('video.mp4', video, photo), tools);
    expect(remarks).toEqual([
      `One picture follows the video in this file (from byte ${video.length}) and was not examined. Save it as a file of its own and add that as evidence.`,
    ]);
  });

  it('is not claimed where a program stream goes on behind what is no part of it', async () => {
    const stream = files.get('a.mpg')!;
    const pack = stream.indexOf(Buffer.from([0, 0, 1, 0xba]), Math.round(stream.length / 2));
    const path = await saved('gap.mpg', stream.subarray(0, pack), Buffer.alloc(500), stream.subarray(pack));
    expect((await examineFile(path, tools)).remarks.filter((text) => text.includes('follows'))).toEqual([]);
  });

  it('may be an archive, which is named as one', async () => {
    const entry = Buffer.alloc(31, 'a');
    entry.write('PK\x03\x04\x14\0\0\0\x08\0', 'latin1');
    entry.writeUInt16LE(1, 26);
    const photo = files.get('a.jpg')!;
    expect(await unexamined(await saved('zip.jpg', photo, entry))).toEqual([
      `An archive (ZIP) follows the picture in this file (from byte ${photo.length}) and was not examined. Save it as a file of its own, unpack it, and add the videos and pictures in it as evidence.`,
    ]);
  });

  it('is found behind zeros and behind the data of a camera, which are no files themselves', async () => {
    const samsung = Buffer.from('\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data', 'latin1');
    const photo = files.get('a.jpg')!;
    for (const between of [samsung, Buffer.alloc(5000)]) {
      const video = Buffer.concat([between, files.get('a.mp4')!, Buffer.from('SEFH\x6b\0\0\0SEFT')]);
      expect(await behindOf('a.jpg', video)).toEqual([['video', photo.length + between.length]]);
    }
  });

  it.each([
    ['a tag of a music player', Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125)])],
    ['an APE tag', Buffer.concat([Buffer.from('APETAGEX'), Buffer.alloc(24)])],
    ['Samsung’s trailer', Buffer.from('\0\0\x01\x0aImage_UTC_Data1700000000000SEFH\x6b\0\0\0SEFT', 'latin1')],
    ['Canon’s data', Buffer.from('CANON OPTIONAL DATA\0\0\x01\0\0', 'latin1')],
    ['zeros', Buffer.alloc(10_000)],
    ['a line end', Buffer.from('\r\n')],
    [
      'words that begin like files',
      Buffer.from('BMW RIFF GIF8 PK\x03\x04 ftyp II*\0 \xff\xd8\xff'.repeat(9), 'latin1'),
    ],
  ])('is not seen in %s', async (_, tail) => {
    for (const first of ['a.jpg', 'a.png', 'a.mp4', 'a.mkv', 'a.ts', 'a.tiff'])
      expect([first, await behindOf(first, tail)]).toEqual([first, []]);
  });

  it('is looked for in a bounded part of a tail of 4 GB', async () => {
    const path = await saved('large.jpg', files.get('a.jpg')!, Buffer.from('data'));
    await truncate(path, 4 * 2 ** 30);
    const media = { container: 'jpeg_pipe', sizeBytes: 4 * 2 ** 30 };
    const begun = performance.now();
    expect((await fileEnding(path, media, undefined, endsAt(files.get('a.jpg')!.length))).behind).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it.each(Object.keys(kinds))(
    'is not looked for any more once the reading of %s is cancelled',
    async (first) => {
      const path = `${clips.folder}/kind-${first}`;
      const media = { container: containers[first]!, sizeBytes: files.get(first)!.length };
      await expect(fileEnding(path, media, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    },
  );
});

/** A JPEG with an index of two pictures (CIPA DC-007), and the second one behind it. */
function twoViews(first: Buffer, second: Buffer): Buffer {
  const index = Buffer.alloc(4 + 8 + 2 + 2 * 12 + 4 + 2 * 16);
  const field = (at: number, tag: number, type: number, count: number, value: number) => {
    index.writeUInt16LE(tag, at);
    index.writeUInt16LE(type, at + 2);
    index.writeUInt32LE(count, at + 4);
    index.writeUInt32LE(value, at + 8);
  };
  index.write('MPF\0II*\0\x08\0\0\0\x02\0', 'latin1');
  field(14, 0xb001, 4, 1, 2);
  field(26, 0xb002, 7, 32, 38);
  const base = 2 + 4 + 4;
  const firstBytes = first.length + 4 + index.length;
  index.writeUInt32LE(firstBytes, 42 + 4);
  index.writeUInt32LE(second.length, 42 + 16 + 4);
  index.writeUInt32LE(firstBytes - base, 42 + 16 + 8);
  return Buffer.concat([first.subarray(0, 2), segment(0xe2, index), first.subarray(2), second]);
}

it('says which pictures of a camera’s file of several are missing', async () => {
  const one = await picture('one.jpg', '160x120');
  const whole = twoViews(one, one);
  const { missing, unexamined: further } = await probe(await saved('whole.mpo', whole), tools);
  expect([missing, further]).toEqual([[], [expect.stringContaining('One more picture follows')]]);
  const words =
    'The file announces 2 pictures, and 1 of them is complete. ' +
    'The file was cut, or a program left the others out when it saved the file again.';
  for (const cut of [whole.subarray(0, -1), whole.subarray(0, -one.length)])
    expect((await probe(await saved('cut.mpo', cut), tools)).missing).toEqual([words]);
  // A program that writes a longer header leaves the index as it was: all pictures are there.
  const grown = Buffer.concat([
    whole.subarray(0, 80),
    segment(0xfe, Buffer.alloc(500, 'x')),
    whole.subarray(80),
  ]);
  expect((await probe(await saved('grown.mpo', grown), tools)).missing).toEqual([]);
});

it('takes a photograph with a small second picture for a photograph', async () => {
  const path = await saved(
    'gain-map.jpg',
    await picture('a.jpg', '160x120'),
    await picture('b.jpg', '80x60'),
  );
  const { kind, unexamined } = await probe(path, tools);
  expect([kind, unexamined]).toEqual(['still', [expect.stringContaining('One more picture follows')]]);
});

it('is not held up by a hundred thousand starts of pictures that never end', async () => {
  const starts = Buffer.alloc(300_000, Buffer.from([0xff, 0xd8, 0xff]));
  const path = await saved('starts.jpg', await picture('a.jpg', '64x48'), Buffer.from([0]), starts);
  const begun = performance.now();
  expect(await unexamined(path)).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(10_000);
});
