/** A file with more than one picture is a film, or the pictures that are not examined are named. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probe } from '../../../src-main/engine/media/probe.ts';
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
    `One more picture follows the first one in this file (from byte ${views[0]!.length}) and was not examined. Save each as a file of its own and add those as evidence.`,
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
    `More pictures follow the first one in this file (from byte ${one.length}) and were not examined. Save each as a file of its own and add those as evidence.`,
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

it('names what stands behind a picture of any format', async () => {
  const video = await readFile(
    await makeClip(`${clips.folder}/clip.mp4`, [...testSource('64x48', 1), '-c:v', 'mpeg4']),
  );
  for (const name of ['one.png', 'one.webp', 'one.bmp']) {
    const one = await picture(name, '64x48');
    expect(await unexamined(await saved(`with-video-${name}`, one, video))).toEqual([
      expect.stringContaining(`A video follows the picture in this file (from byte ${one.length},`),
    ]);
  }
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
