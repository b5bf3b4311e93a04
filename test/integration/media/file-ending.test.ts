/** A file that is cut says so where its own structure proves it; a whole file never does. */
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { fileEnding } from '../../../src-main/engine/media/file-ending.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '12'];
const withSound = ['-f', 'lavfi', '-i', 'sine=duration=2'];
const still = ['-frames:v', '1'];

interface Format {
  name: string;
  args: string[];
  source?: string[];
  /** What the sentence names. */
  says: string;
}

const formats: Format[] = [
  { name: 'video.flv', args: x264, says: 'its structure announces' },
  {
    name: 'streamed.flv',
    args: [...x264, '-flvflags', 'no_duration_filesize'],
    says: 'it ends inside a tag',
  },
  {
    name: 'video.mpg',
    source: [...testSource('160x120', 2, 25), ...withSound],
    args: ['-c:v', 'mpeg2video', '-c:a', 'mp2'],
    says: 'it ends inside a packet',
  },
  {
    name: 'mpeg1.mpg',
    args: ['-r', '25', '-c:v', 'mpeg1video', '-f', 'mpeg'],
    says: 'it ends inside a packet',
  },
  { name: 'video.ogv', args: ['-c:v', 'libtheora'], says: 'it ends inside a page' },
  { name: 'video.wmv', args: ['-c:v', 'wmv2'], says: 'its structure announces' },
  { name: 'video.mxf', args: ['-r', '25', '-c:v', 'mpeg2video'], says: 'its structure announces' },
  {
    name: 'video.nut',
    source: [...testSource('160x120', 2), ...withSound],
    args: [...x264, '-c:a', 'aac'],
    says: 'it ends inside a frame',
  },
  { name: 'video.y4m', args: ['-pix_fmt', 'yuv422p10', '-strict', '-1'], says: 'it ends inside a frame' },
  {
    name: 'odd.y4m',
    source: testSource('161x121', 1),
    args: ['-pix_fmt', 'yuv420p'],
    says: 'it ends inside a frame',
  },
  { name: 'video.ivf', args: ['-c:v', 'libvpx', '-deadline', 'realtime'], says: 'it ends inside a frame' },
  {
    name: 'video.m2ts',
    args: [...x264, '-mpegts_m2ts_mode', '1'],
    says: 'it ends inside a transport packet',
  },
  {
    name: 'video.dv',
    source: testSource('720x576', 1, 25),
    args: ['-pix_fmt', 'yuv420p'],
    says: 'it ends inside a frame',
  },
  {
    name: 'film.mjpeg',
    args: ['-c:v', 'mjpeg'],
    says: 'it does not contain the end marker (EOI) of its last picture',
  },
  { name: 'picture.bmp', args: still, says: 'its structure announces' },
  {
    name: 'picture.tiff',
    args: [...still, '-pix_fmt', 'rgb24'],
    says: 'it does not contain the directory of its picture',
  },
  {
    name: 'fragments.mp4',
    args: [...x264, '-movflags', '+frag_keyframe+empty_moov+default_base_moof+global_sidx'],
    says: 'its structure announces',
  },
];

const cutOf = async (path: string) => (await fileEnding(path, await probe(path, tools))).cut;

describe.each(formats)('$name', ({ name, args, source = testSource('160x120', 2), says }) => {
  it('is not called cut short when it is whole, and is wherever it is cut', async () => {
    const path = await makeClip(`${clips.folder}/${name}`, [...source, ...args]);
    expect(await cutOf(path)).toBeNull();
    const bytes = await readFile(path);
    const { container } = await probe(path, tools);
    for (const share of [0.5, 0.7, 0.9]) {
      const cut = bytes.subarray(0, Math.ceil(bytes.length * share) + 9);
      await writeFile(`${clips.folder}/cut-${name}`, cut);
      const ending = await fileEnding(`${clips.folder}/cut-${name}`, { container, sizeBytes: cut.length });
      expect(ending.cut).toContain(`The file is cut short: ${says}`);
    }
  });
});

it('sees fragments that are gone as a whole, and a fragment without its frames', async () => {
  const path = await makeClip(`${clips.folder}/whole.mp4`, [
    ...[...testSource('160x120', 2), ...x264],
    ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof'],
  ]);
  const bytes = await readFile(path);
  const frames = bytes.lastIndexOf('mdat') - 4;
  await writeFile(`${clips.folder}/headless.mp4`, bytes.subarray(0, frames));
  expect(await cutOf(`${clips.folder}/headless.mp4`)).toBe(
    'The file is cut short: it does not contain the frames (mdat) of its last fragment.',
  );
  const indexed = await makeClip(`${clips.folder}/indexed.mp4`, [
    ...['-i', path, '-c', 'copy', '-movflags', '+frag_keyframe+empty_moov+default_base_moof+global_sidx'],
  ]);
  const whole = await readFile(indexed);
  // Between two boxes: only the index still knows of what followed.
  await writeFile(`${clips.folder}/between.mp4`, whole.subarray(0, whole.lastIndexOf('moof') - 4));
  expect(await cutOf(`${clips.folder}/between.mp4`)).toMatch(
    /^The file is cut short: its structure announces/,
  );
});

it.each([
  ['ivf', ['-c:v', 'libvpx', '-deadline', 'realtime']],
  ['ts', x264],
  ['mpg', ['-c:v', 'mpeg2video', '-r', '25']],
  ['y4m', ['-pix_fmt', 'yuv420p']],
])('says nothing of zeros behind the end of %s', async (container, args) => {
  const path = await makeClip(`${clips.folder}/filled.${container}`, [...testSource('160x120', 1), ...args]);
  await appendFile(path, Buffer.alloc(100));
  expect((await examineFile(path, tools)).remarks).toEqual([]);
});

it.each([
  ['as a file', []],
  ['as a stream', ['-f', 'asf', '-live', '1']],
])('says nothing of a WMV whose sound is longer than its picture, written %s', async (how, muxer) => {
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=8', '-c:v', 'wmv2', '-c:a', 'wmav2'];
  const path = await makeClip(`${clips.folder}/${how}.wmv`, [
    ...testSource('160x120', 2),
    ...sound,
    ...muxer,
  ]);
  expect((await examineFile(path, tools)).remarks).toEqual([]);
});

it('finds an AVI whole whose header counts a few bytes too many', async () => {
  const path = await makeClip(`${clips.folder}/counted.avi`, [...testSource('160x120', 1), '-c:v', 'mjpeg']);
  const bytes = await readFile(path);
  bytes.writeUInt32LE(bytes.length, 4);
  await writeFile(path, bytes);
  expect(await cutOf(path)).toBeNull();
});

it('takes a last box of size 0 for one that reaches to the end of the file', async () => {
  const path = await makeClip(`${clips.folder}/open-ended.mp4`, [
    ...testSource('160x120', 2),
    ...x264,
    ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof+skip_trailer'],
  ]);
  const bytes = await readFile(path);
  bytes.writeUInt32BE(0, bytes.lastIndexOf('mdat') - 4);
  await writeFile(path, bytes);
  expect(await cutOf(path)).toBeNull();
});

it('reads no more of a segment index than one can hold, however long it says it is', async () => {
  const bytes = await readFile(
    await makeClip(`${clips.folder}/short.mp4`, [...testSource('160x120', 1), ...x264]),
  );
  const index = Buffer.alloc(32);
  index.writeUInt32BE(0xf000_0000, 0);
  index.write('sidx', 4, 'latin1');
  const path = `${clips.folder}/long-index.mp4`;
  await writeFile(path, Buffer.concat([bytes, index]));
  await truncate(path, bytes.length + 0xf000_0000);
  expect(await cutOf(path)).toBeNull();
});

it('claims nothing of an Ogg file without the mark of its last page, which live recordings lack', async () => {
  const path = await makeClip(`${clips.folder}/pages.ogv`, [
    ...testSource('160x120', 2),
    '-c:v',
    'libtheora',
  ]);
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.lastIndexOf('OggS')));
  expect(await cutOf(path)).toBeNull();
});

it.each([
  ['flv', x264],
  ['wmv', ['-c:v', 'wmv2']],
  ['gif', []],
  ['mp4', x264],
  ['avi', ['-c:v', 'mjpeg']],
  ['mxf', ['-c:v', 'mpeg2video', '-r', '25']],
])(
  'names a second recording behind the first in %s, and whether it was examined',
  async (container, args) => {
    const [first, second] = await Promise.all(
      ['160x120', '160x120'].map(async (size, number) =>
        readFile(
          await makeClip(`${clips.folder}/part-${number}.${container}`, [
            ...testSource(size, 1, 10),
            ...args,
          ]),
        ),
      ),
    );
    const path = `${clips.folder}/both.${container}`;
    await writeFile(path, Buffer.concat([first!, second!]));
    const { remarks, frames } = await examineFile(path, tools);
    expect(remarks).toEqual([expect.stringContaining(`from byte ${first!.length})`)]);
    // Some demuxers of ffmpeg read on behind the end, and others stop there.
    // MXF has 25 frames a second, not 10.
    expect([10, 20, 25, 50]).toContain(frames.count);
    expect(remarks[0]).toContain(
      frames.count === 10 || frames.count === 25 ? 'was not examined' : 'They were examined as one video',
    );
  },
);

it('reads a film of JPEG pictures with padding between them as a film', async () => {
  const film = await makeClip(`${clips.folder}/dense.mjpeg`, [
    ...testSource('160x120', 1, 10),
    '-c:v',
    'mjpeg',
  ]);
  const bytes = await readFile(film);
  const starts = [...bytes.keys()].filter(
    (at) => bytes.readUIntBE(Math.min(at, bytes.length - 3), 3) === 0xffd8ff,
  );
  for (const [name, padding] of [
    ['zeros', Buffer.alloc(13)],
    ['fill', Buffer.alloc(5, 0xff)],
  ] as const) {
    const path = `${clips.folder}/${name}.mjpeg`;
    const parts = starts.flatMap((start, i) => [bytes.subarray(start, starts[i + 1]), padding]);
    await writeFile(path, Buffer.concat(parts.slice(0, -1)));
    const { media, frames, remarks } = await examineFile(path, tools);
    expect([media.kind, frames.count, remarks]).toEqual(['video', 10, []]);
  }
});

it('says how many frames an animation lacks that its header announces', async () => {
  const path = await makeClip(`${clips.folder}/eight.apng`, [...testSource('64x48', 1, 8), '-f', 'apng']);
  const bytes = await readFile(path);
  expect((await examineFile(path, tools)).remarks).toEqual([]);
  const [fifth, end] = [framesOf(bytes)[5]!, bytes.lastIndexOf('IEND')];
  const fewer = `${clips.folder}/five.png`;
  await writeFile(fewer, Buffer.concat([bytes.subarray(0, fifth - 4), bytes.subarray(end - 4)]));
  const { remarks, frames } = await examineFile(fewer, tools);
  expect([remarks, frames.count]).toEqual([
    ['The animation announces 8 frames, and 5 are in the file: the rest is missing.'],
    5,
  ]);
});

/** Places of the control chunks of an animation's frames. */
function framesOf(png: Buffer): number[] {
  const places: number[] = [];
  for (let at = png.indexOf('fcTL'); at !== -1; at = png.indexOf('fcTL', at + 1)) places.push(at);
  return places;
}

it('says that zeros stand in the middle of a photograph', async () => {
  const path = await makeClip(`${clips.folder}/photo.jpg`, [
    ...[...testSource('640x480', 1, 1), ...still],
    ...['-q:v', '2', '-huffman', 'default'],
  ]);
  expect((await probe(path, tools)).missing).toEqual([]);
  const bytes = await readFile(path);
  const third = Math.round(bytes.length / 3);
  await writeFile(path, bytes.fill(0, third, 2 * third));
  expect((await probe(path, tools)).missing).toEqual([
    expect.stringMatching(/^Zeros stand in place of picture data \([\d,]+ bytes from byte \d+\)\. /),
  ]);
});
